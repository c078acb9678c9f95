import { auditFloat, type AuditLine } from '@ringmaster/contracts';
import type { Dataset } from '@ringmaster/data';
import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs,
  linearJob,
  memoryDataset,
  linearModel,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TrainingListener, TrainingOutcome } from '../loop/training-run.js';
import { auditRun } from './audit-run.js';
import { expectedStep } from './expected-samples.js';
import type { AuditedJob } from './final-history.js';

const RUN = { seed: 5, batchSize: 8, shards: 4, samples: 53 };
const ATTEMPT = { generation: '1.1.x', datasetHash: 'h', fingerprint: {}, world: 1, samples: 53 };

/** Attempts of one job, each with what its rank says; lines as an agent hands them on. */
let lines: AuditLine[] = [];
beforeEach(() => (lines = []));

const listen = (attempt: number, from = 0): TrainingListener => {
  lines.push({ type: 'begin', ...ATTEMPT, attempt, step: from });
  return {
    onAudit: ({ step, epoch, isApplied, loss, shards }) =>
      void lines.push({
        ...{ type: 'step', attempt, generation: '1.1.x', step, epoch, applied: isApplied },
        loss: auditFloat(loss),
        shards: shards.map(({ count, digest }) => [count, digest.toString(16).padStart(16, '0')]),
      }),
  };
};

/** A reader that gives other samples than it was asked for, once. */
const faulty = (fault: (ids: number[]) => number[], when: number): Dataset => ({
  ...blobs,
  read: (split, ids) =>
    blobs.read(split, split === 'train' && ids.includes(when) ? Uint32Array.from(fault([...ids])) : ids),
});

const train = (o: Partial<Parameters<typeof trainInProcess>[0]> = {}): Promise<readonly TrainingOutcome[]> =>
  trainInProcess({
    job: linearJob(),
    world: 2,
    dataset: blobs,
    program: linearModel,
    on: (r) => (r === 0 ? listen(1) : {}),
    ...o,
  });

const jobOf = (document = linearJob()): AuditedJob => ({ jobId: 'job', document, lines });

describe('the audit of a run whose ranks died in one step', () => {
  it('lists what they were given', async () => {
    await train();
    const { deadly } = auditRun({ job: jobOf(), deadly: { step: 3, shards: [1, 2] } });
    const { shards } = expectedStep(RUN, 3);
    expect(deadly).toEqual({
      step: 3,
      shards: [1, 2].map((shard) => ({ shard, samples: shards[shard] })),
    });
    expect(auditRun({ job: jobOf() }).deadly).toBeNull();
  });
});

describe('the audit of an undisturbed run', () => {
  it.each([
    ['ragged last batches', {}],
    ['micro-batches', { accumulate: 2 }],
    ['a last step inside of an epoch', { maxSteps: 10 }],
    ['a ring', { reduce: 'ring' as const }],
  ])('is clean: %s', async (_what, training) => {
    const job = linearJob(training);
    const [result] = await train({ job });
    const report = auditRun({ job: jobOf(job), ...(result && { result }), samples: 53 });
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ ok: true, steps: result?.steps, lost: 0, duplicated: 0, gaps: [] });
    expect(report.epochs[0]).toEqual({ epoch: 0, steps: 7, samples: 53, complete: true });
  });

  it('counts skipped steps as steps that used up their samples', async () => {
    const sizes = { train: 53, validation: 0, test: 0 };
    const dataset = memoryDataset({ sizes, inputs: BLOB_INPUTS, classes: BLOB_CLASSES, poisoned: [30] });
    const [result] = await train({ dataset });
    const report = auditRun({ job: jobOf(), ...(result && { result }) });
    expect(report).toMatchObject({ ok: true, steps: 21, skippedSteps: 3 });
  });

  it('every rank tells the same', async () => {
    const told: AuditLine[][] = [];
    for (const rank of [0, 1]) {
      lines = [];
      await train({ on: (r) => (r === rank ? listen(1) : {}) });
      told.push(lines);
    }
    expect(told[0]).toEqual(told[1]);
  });

  it('takes a gap for a gap', async () => {
    const [result] = await train();
    lines = lines.filter((line) => line.type === 'begin' || ![5, 6, 21].includes(line.step));
    const report = auditRun({ job: jobOf(), ...(result && { result }) });
    expect(report.gaps).toEqual([
      { from: 5, to: 6 },
      { from: 21, to: 21 },
    ]);
    expect(report.ok).toBe(false);
  });
});

describe('a faulty reader', () => {
  /** The second sample of shard 2 in the fourth step. */
  const victim = expectedStep(RUN, 4).shards[2]?.[1] ?? -1;
  const other = expectedStep(RUN, 4).shards[2]?.[0] ?? -1;

  it('that skips a sample is found, with step, shard and sample; the run stops at that step', async () => {
    const dataset = faulty((ids) => ids.filter((id) => id !== victim), victim);
    await expect(train({ dataset })).rejects.toThrow(/step 4 summed 7 samples, expected 8.*shard 2 got 1/);
    const report = auditRun({ job: jobOf() });
    expect(report).toMatchObject({ ok: false, lost: 1, duplicated: 0, steps: 4 });
    expect(report.mismatches).toMatchObject([
      { step: 4, shard: 2, got: { count: 1 }, samples: { missing: [victim], extra: [] } },
    ]);
  });

  it('that repeats a sample in place of another is found, while the run ends', async () => {
    const dataset = faulty((ids) => ids.map((id) => (id === victim ? other : id)), victim);
    const job = linearJob({ maxSteps: 6 });
    const [result] = await train({ dataset, job });
    const report = auditRun({ job: jobOf(job), ...(result && { result }) });
    expect(report).toMatchObject({ ok: false, lost: 1, duplicated: 1, steps: 6 });
    expect(report.mismatches).toMatchObject([
      { step: 4, shard: 2, epoch: 0, samples: { missing: [victim], extra: [other] } },
    ]);
  });

  it('that repeats a sample beside the others is found', async () => {
    const dataset = faulty((ids) => [...ids, victim], victim);
    await expect(train({ dataset })).rejects.toThrow(/expected 8/);
    expect(auditRun({ job: jobOf() }).mismatches).toMatchObject([
      { step: 4, shard: 2, samples: { missing: [], extra: [victim] } },
    ]);
  });
});

describe('the lineage of attempts', () => {
  it('counts each step once, whatever was computed again', async () => {
    const store = memoryCheckpointStore();
    const job = linearJob({ checkpoint: { everySteps: 8, keep: 3 } });
    const stop = (_rank: number, question: number) =>
      question === 12 ? ('stop' as const) : ('none' as const);
    await train({ job, store, control: stop });
    await store.remove(13, new AbortController().signal);
    const [result] = await train({ job, store, resumeFrom: 8, on: (r) => (r === 0 ? listen(2, 8) : {}) });
    const report = auditRun({ job: jobOf(job), ...(result && { result }) });
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ steps: 21, repeated: { steps: 5, differing: [] } });

    const parent: AuditedJob = {
      ...jobOf(job),
      jobId: 'parent',
      lines: lines.filter((l) => l.attempt === 1),
    };
    const child: AuditedJob = {
      jobId: 'child',
      document: job,
      lines: lines.filter((line) => line.attempt === 2),
      from: { job: parent, step: 8 },
    };
    expect(auditRun({ job: child, ...(result && { result }) })).toMatchObject({
      ok: true,
      steps: 21,
      lineage: ['parent', 'child'],
    });
  });

  it('tells when a step came out differently the second time', async () => {
    await train({ job: linearJob({ maxSteps: 3 }) });
    lines.push(...lines.map((line) => ({ ...line, attempt: 2, ...(line.type === 'step' && { loss: 1 }) })));
    const report = auditRun({ job: jobOf(linearJob({ maxSteps: 3 })) });
    expect(report.repeated).toEqual({ steps: 3, differing: [1, 2, 3] });
  });

  it.each([
    ['as many ranks', 2, [1, 2, 3]],
    ['another number of ranks', 3, []],
  ])('in a ring, %s: another loss alone counts accordingly', async (_what, world, differing) => {
    const job = linearJob({ maxSteps: 3, reduce: 'ring' });
    await train({ job });
    const first = lines.map((line) => (line.type === 'begin' ? { ...line, world: 2 } : line));
    const again = first.map((line) => ({
      ...line,
      attempt: 2,
      ...(line.type === 'begin' ? { world } : { loss: 1 }),
    }));
    lines = [...first, ...again];
    expect(auditRun({ job: jobOf(job) }).repeated).toEqual({ steps: 3, differing });
    const other = again.map((line) =>
      'shards' in line ? { ...line, shards: line.shards.toReversed() } : line,
    );
    lines = [...first, ...other];
    expect(auditRun({ job: jobOf(job) })).toMatchObject({ ok: false, repeated: { differing: [1, 2, 3] } });
  });
});
