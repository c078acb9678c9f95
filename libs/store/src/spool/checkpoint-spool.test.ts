import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import {
  blobs,
  checkpointSpoolContract,
  checkpointStoreContract,
  linearJob,
  linearModel,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import type { SpooledFacts } from '@ringmaster/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointSpool, spooledCheckpoints } from './checkpoint-spool.js';

const facts: SpooledFacts = {
  ...{ jobId: 'job-a', attempt: 2, rank: 1, slot: 0, artifactsToken: 'job.job-a.2.x' },
  generation: { epoch: 1, n: 3, nonce: 'n' },
};
const signal = new AbortController().signal;
const step = (dir: string, number: number) =>
  join(dir, 'job-a.2.1', 'job-a', 'checkpoints', `step-${String(number).padStart(8, '0')}`);

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  await writeFile(path, bytes);
}

checkpointStoreContract('spool', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rm-spool-'));
  return {
    store: spooledCheckpoints({ dir }, facts),
    corrupt: (number, file) => flip(join(step(dir, number), file)),
    close: () => rm(dir, { recursive: true, force: true }),
  };
});

checkpointSpoolContract('directory', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rm-spool-'));
  return {
    spool: checkpointSpool({ dir }),
    storeFor: (of) => spooledCheckpoints({ dir }, of),
    close: () => rm(dir, { recursive: true, force: true }),
  };
});

describe('the spool of checkpoints', () => {
  let dir: string;
  const saved = memoryCheckpointStore();
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rm-spool-'));
    if ((await saved.list(signal)).length > 0) return;
    const job = linearJob({ checkpoint: { everySteps: 10, keep: 2 }, epochs: 2 });
    await trainInProcess({ job, world: 1, dataset: blobs, program: linearModel, store: saved });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function fill(steps: readonly number[] = [10, 14], maxBytes?: number): Promise<void> {
    const store = spooledCheckpoints({ dir, ...(maxBytes !== undefined && { maxBytes }) }, facts);
    for (const number of steps) {
      const { manifest, files } = await saved.load(number, signal);
      const list = [...files].map(([name, bytes]) => ({ name, bytes }));
      await store.save(number, list, manifest, signal);
    }
  }
  const delivered = async () => {
    const spool = checkpointSpool({ dir });
    const [entry] = (await spool.entries(Date.now())).entries;
    const found: number[] = [];
    for await (const one of spool.checkpoints(entry!, signal)) found.push(one.step);
    return found;
  };

  it('keeps checkpoints byte for byte, with whose they are, for this user alone', async () => {
    await fill();
    const spool = checkpointSpool({ dir });
    const { entries, problems } = await spool.entries(Date.now());
    expect(entries).toEqual([{ name: 'job-a.2.1', facts }]);
    expect(problems).toEqual([]);
    expect((await stat(join(dir, 'job-a.2.1', 'entry.json'))).mode & 0o077).toBe(0);
    for await (const { step: number, manifest, files } of spool.checkpoints(entries[0]!, signal)) {
      const original = await saved.load(number, signal);
      expect(Buffer.from(manifest)).toEqual(Buffer.from(original.manifest));
      expect(new Map(files.map(({ name, bytes }) => [name, bytes]))).toEqual(original.files);
    }
    await spool.remove(entries[0]!);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each(['weights.safetensors', 'files.json', 'manifest.json'])(
    'refuses an entry in which a bit of %s changed, naming both',
    async (file) => {
      await fill([14]);
      await flip(join(step(dir, 14), file));
      await expect(delivered()).rejects.toMatchObject({
        code: 'artifact_corrupt',
        message: expect.stringMatching(new RegExp(`job-a\\.2\\.1.*${file}`)) as string,
      });
    },
  );

  it('refuses an entry whose writer was interrupted before its manifest', async () => {
    await fill([14]);
    await rm(join(step(dir, 14), 'manifest.json'));
    await expect(delivered()).rejects.toMatchObject({
      code: 'artifact_corrupt',
      message: expect.stringMatching(/job-a\.2\.1: no checkpoint is complete/) as string,
    });
  });

  it('delivers the complete checkpoint beside one that was interrupted', async () => {
    await fill();
    await rm(join(step(dir, 14), 'manifest.json'));
    expect(await delivered()).toEqual([10]);
  });

  it('has no room beyond its cap, and says how much there was', async () => {
    await expect(fill([10, 14], 3_000)).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(
        /step 1[04] \(\d+ bytes\) does not fit into .* of at most 3000 bytes/,
      ) as string,
    });
  });

  it('removes what is too old, and leaves alone what does not say whose it is', async () => {
    await fill();
    const long = (Date.now() - LIMITS.spoolKeepMs) / 1000 - 60;
    await utimes(join(dir, 'job-a.2.1'), long, long);
    expect(await checkpointSpool({ dir }).entries(Date.now())).toMatchObject({
      entries: [],
      removed: ['job-a.2.1'],
    });
    await fill();
    await writeFile(join(dir, 'job-a.2.1', 'entry.json'), '{"version":1');
    const { entries, problems } = await checkpointSpool({ dir }).entries(Date.now());
    expect(entries).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('job-a.2.1')]);
  });
});
