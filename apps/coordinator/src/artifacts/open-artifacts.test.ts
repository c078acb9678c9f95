import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HomeLayout, homeLayout } from '@ringmaster/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPins } from '../gc/pins.js';
import { openArtifacts } from './open-artifacts.js';

let dir: string;
let home: HomeLayout;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rm-open-'));
  home = homeLayout(join(dir, 'home'));
  for (const each of [home.logDir, home.artifactsDir, join(dir, 'a'), join(dir, 'b')])
    await mkdir(each, { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const at = (name: string) => `file://${join(dir, name)}`;

describe('the store of a home', () => {
  it('is its own directory unless another one is chosen', async () => {
    expect(await openArtifacts(home, undefined)).toMatchObject({ isRemote: false, label: home.artifactsDir });
    await expect(readFile(home.artifactStore)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stays what was chosen first, with its namespace', async () => {
    const { artifacts } = await openArtifacts(home, at('a'));
    await artifacts.put('job-a', 'x', Buffer.from('x'));
    for (const wanted of [undefined, at('a')]) {
      const again = await openArtifacts(home, wanted);
      expect(again).toMatchObject({ isRemote: true, label: at('a') });
      expect(await again.artifacts.list('job-a')).toHaveLength(1);
    }
    await expect(openArtifacts(home, at('b'))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not changed under jobs that have artifacts in the home', async () => {
    await writeFile(join(home.logDir, 'job-a.jsonl'), '');
    await expect(openArtifacts(home, at('a'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1 jobs'),
    });
  });

  it('is not taken for known when its directory is gone, and a failed first start leaves no trace', async () => {
    await expect(openArtifacts(home, at('none'))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(readFile(home.artifactStore)).rejects.toMatchObject({ code: 'ENOENT' });
    await openArtifacts(home, at('a'));
    await rm(join(dir, 'a'), { recursive: true });
    await mkdir(join(dir, 'a'));
    await expect(openArtifacts(home, undefined)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('pins', () => {
  it('are there after a restart, whatever came at once', async () => {
    const pins = await openPins(home.pins);
    await Promise.all([pins.pin('job-a', 5), pins.pin('job-a', 3), pins.pin('job-b', undefined)]);
    const again = await openPins(home.pins);
    expect(again.of('job-a')).toEqual({ jobId: 'job-a', job: false, steps: [3, 5] });
    expect([again.holds('job-a', 5), again.holds('job-a', 4), again.holds('job-b', 4)]).toEqual([
      true,
      false,
      true,
    ]);
    await again.unpin('job-a', 5);
    await again.unpin('job-b', undefined);
    expect((await openPins(home.pins)).of('job-b')).toMatchObject({ job: false });
    expect((await openPins(home.pins)).of('job-a').steps).toEqual([3]);
  });

  it('are not forgotten in silence', async () => {
    await writeFile(home.pins, '{"version":1,');
    await expect(openPins(home.pins)).rejects.toMatchObject({ code: 'artifact_corrupt' });
  });
});
