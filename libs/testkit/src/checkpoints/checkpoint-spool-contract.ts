import { LIMITS } from '@ringmaster/contracts';
import type { CheckpointSpool, CheckpointStore, SpoolEntry, SpooledFacts } from '@ringmaster/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trainInProcess } from '../training/train-in-process.js';
import { blobs, linearJob, linearModel } from '../training/linear-run.js';

/** A spool under test, empty. */
export interface CheckpointSpoolSubject {
  readonly spool: CheckpointSpool;
  /** As a rank saves into it. */
  storeFor(facts: SpooledFacts): CheckpointStore;
  close?(): void | Promise<void>;
}

const facts: SpooledFacts = {
  ...{ jobId: 'job-a', attempt: 2, rank: 1, slot: 0, artifactsToken: 'job.job-a.2.x' },
  generation: { epoch: 1, n: 3, nonce: 'n' },
};
const signal = new AbortController().signal;

/** What every spool of checkpoints promises. */
export function checkpointSpoolContract(
  name: string,
  open: () => CheckpointSpoolSubject | Promise<CheckpointSpoolSubject>,
): void {
  describe(`checkpoint spool contract: ${name}`, () => {
    let subject: CheckpointSpoolSubject;
    const fill = (store: CheckpointStore) =>
      trainInProcess({
        ...{ world: 1, dataset: blobs, program: linearModel, store },
        job: linearJob({ epochs: 1, checkpoint: { everySteps: 4, keep: 9 } }),
      });
    const entries = async (nowMs = Date.now()) => subject.spool.entries(nowMs);
    const stepsOf = async (entry: SpoolEntry) => {
      const found: number[] = [];
      for await (const { step } of subject.spool.checkpoints(entry, signal)) found.push(step);
      return found;
    };
    beforeEach(async () => void (subject = await open()));
    afterEach(async () => subject.close?.());

    it('is empty at first', async () => {
      expect(await entries()).toEqual({ entries: [], removed: [], problems: [] });
    });

    it('keeps what ranks save, with whose it is, until it is removed', async () => {
      await fill(subject.storeFor(facts));
      await fill(subject.storeFor({ ...facts, rank: 0 }));
      const found = (await entries()).entries.toSorted((a, b) => a.facts.rank - b.facts.rank);
      expect(found).toEqual([
        { name: 'job-a.2.0', facts: { ...facts, rank: 0 } },
        { name: 'job-a.2.1', facts },
      ]);
      for (const entry of found) expect(await stepsOf(entry)).toEqual([4, 7]);
      await subject.spool.remove(found[0] as SpoolEntry);
      expect((await entries()).entries).toEqual([{ name: 'job-a.2.1', facts }]);
    });

    it('gives the bytes that were saved', async () => {
      const store = subject.storeFor(facts);
      await fill(store);
      const [entry] = (await entries()).entries;
      for await (const { step, manifest, files } of subject.spool.checkpoints(entry as SpoolEntry, signal)) {
        const saved = await store.load(step, signal);
        expect([...manifest]).toEqual([...saved.manifest]);
        expect(new Map(files.map(({ name: file, bytes }) => [file, [...bytes]]))).toEqual(
          new Map([...saved.files].map(([file, bytes]) => [file, [...bytes]])),
        );
      }
    });

    it('refuses an entry in which no checkpoint is complete', async () => {
      const store = subject.storeFor(facts);
      await fill(store);
      for (const step of await store.list(signal)) await store.remove(step, signal);
      const [entry] = (await entries()).entries;
      await expect(stepsOf(entry as SpoolEntry)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    });

    it('removes what is too old', async () => {
      await fill(subject.storeFor(facts));
      const later = Date.now() + LIMITS.spoolKeepMs + 60_000;
      expect(await entries(later)).toEqual({ entries: [], removed: ['job-a.2.1'], problems: [] });
      expect((await entries()).entries).toEqual([]);
    });
  });
}
