import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeLayout } from '@ringmaster/contracts';
import { type Cluster, createCluster, listeningAddresses } from '../src/main.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 2, slots: 1 });
});
afterAll(() => cluster.close());

function spec(name: string, text: string): string {
  const dir = join(cluster.home, 'specs');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}
const base = readFileSync('examples/mlp-blobs.yaml', 'utf8');

describe('the network', () => {
  it('listens on loopback only', () => {
    const addresses = listeningAddresses(cluster.processes('any'));
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(/^(127\.0\.0\.1|\[::1\]):\d+$/);
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
  ])('answers 401 to %s', async (_, headers) => {
    const response = await fetch(`${cluster.endpoint().url}/v1/jobs`, { headers });
    expect(response.status).toBe(401);
  });

  it('answers 200 with the token', async () => {
    const response = await fetch(`${cluster.endpoint().url}/v1/jobs`, {
      headers: { authorization: `Bearer ${cluster.token()}` },
    });
    expect(response.status).toBe(200);
  });

  it('keeps its token and endpoint to the user', () => {
    for (const file of [homeLayout(cluster.home).token, homeLayout(cluster.home).endpoint])
      expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('a document that is wrong exits with 2 and names the field', () => {
  it.each([
    ['an unknown key', () => spec('unknown.yaml', `${base}\nlerning: 1\n`), [], /lerning/],
    [
      'a negative batch size',
      () => spec('negative.yaml', base.replace(/batchSize: \d+/, 'batchSize: -4')),
      [],
      /data\.batchSize/,
    ],
    [
      '__proto__',
      () => spec('proto.json', '{"version":1,"kind":"train","__proto__":{"x":1}}'),
      [],
      /__proto__/,
    ],
    ['a missing file', () => join(cluster.home, 'absent.yaml'), [], /absent\.yaml/],
    [
      'more workers than shards',
      () => spec('shards.yaml', base),
      ['--workers', '3', '--set', 'training.shards=2'],
      /3.*2|2.*3/s,
    ],
    ['broken YAML', () => spec('broken.yaml', 'version: [1\nkind: train'), [], /broken\.yaml:\d+:\d+/],
    [
      'an unknown model',
      () => spec('model.yaml', base.replace('{ name: mlp,', '{ name: mpl,')),
      [],
      /model\.name.*mlp/s,
    ],
  ])('%s', async (_, file, flags, message) => {
    const result = await cluster.cli(['run', file(), ...flags]);
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
  });

  it('an unknown verb suggests the right one', async () => {
    const result = await cluster.cli(['sbmit']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/submit/);
  });

  it('an unknown job exits with 3', async () => {
    expect((await cluster.cli(['show', 'no-such-job'])).code).toBe(3);
  });
});

describe('a data file cut in half', () => {
  it('fails the job, once, naming file and byte', async () => {
    const first = await cluster.cli(['run', 'examples/digits.yaml', '--set', 'training.maxSteps=60']);
    expect(first.code, first.stderr).toBe(0);
    const images = join(homeLayout(cluster.home).datasetsDir, 'digits/images.idx');
    const bytes = statSync(images).size;
    truncateSync(images, Math.floor(bytes / 2));
    const result = await cluster.json<{
      state: string;
      cause: { code: string; message: string };
      jobId: string;
    }>(['run', 'examples/digits.yaml']);
    expect(result.state).toBe('failed');
    expect(result.cause.code).toBe('data_corrupt');
    expect(result.cause.message).toMatch(/images\.idx/);
    expect(result.cause.message).toContain(String(Math.floor(bytes / 2)));
    expect((await cluster.job(result.jobId)).attempts).toHaveLength(1);
  });
});
