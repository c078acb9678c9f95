import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRedisServer, versionAtLeast } from './find-redis-server.js';
import { redisBinary } from './redis-for-tests.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rm-find-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function server(name: string, says: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, `#!/bin/sh\necho "${says}"\n`);
  await chmod(path, 0o755);
  return path;
}

describe('findRedisServer', () => {
  it('finds the real one', async () => {
    const path = await redisBinary(process.env);
    const found = await findRedisServer({ binary: path });
    expect(versionAtLeast(found.version, '6.2.0')).toBe(true);
  });

  it('takes the search path before the candidates and skips what is too old', async () => {
    const old = await server('old', 'Redis server v=6.0.16 sha=0');
    const candidate = await server('candidate', 'Redis server v=7.2.4 sha=0');
    expect((await findRedisServer({ searchPath: '', candidates: [old, candidate] })).path).toBe(candidate);
    await server('redis-server', 'Redis server v=6.2.0 sha=0');
    const found = await findRedisServer({ searchPath: `relative:${directory}`, candidates: [candidate] });
    expect(found).toEqual({ path: join(directory, 'redis-server'), version: '6.2.0' });
  });

  it('says what it looked at when nothing serves', async () => {
    const old = await server('old', 'Redis server v=5.0.1');
    const odd = await server('odd', 'hello');
    const search = findRedisServer({ candidates: [old, odd, join(directory, 'absent')] });
    await expect(search).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/5\.0\.1 is older.*does not say its version.*npx ringmaster setup/s),
    });
  });

  it.each([
    ['6.2.0', '6.2.0', true],
    ['6.10.0', '6.2.14', true],
    ['6.1.9', '6.2', false],
    ['7', '6.2.14', true],
  ])('%s ≥ %s is %s', (a, b, expected) => expect(versionAtLeast(a, b)).toBe(expected));
});
