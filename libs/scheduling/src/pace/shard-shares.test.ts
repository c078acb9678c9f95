import type { StepTimings } from '@ringmaster/contracts';
import { LIMITS } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goOrders } from '../attempts/orders.js';
import { effectsOf } from '../effects.js';
import type { JobInput } from '../job-inputs.js';
import { type AttemptRecord, currentAttempt, type JobRecord } from '../job-record.js';
import { jobView } from '../job-view.js';
import { failedWith, feed, ready, report, start, submittedRecord } from '../testing/job-samples.js';
import { createRankPaces } from './rank-paces.js';
import { shardCounts } from './shard-shares.js';

const SHARDS = 8;
const begun = (world: number, shardRanges?: 'even' | 'proportional'): JobRecord => {
  const record = submittedRecord(2);
  const training = { ...record.job.training, shards: SHARDS, ...(shardRanges && { shardRanges }) };
  return feed(
    { ...record, job: { ...record.job, training } },
    start(world),
    ...Array.from({ length: world }, (_, rank) => ready(1, rank)),
  );
};
const attemptOf = (record: JobRecord) => currentAttempt(record) as AttemptRecord;
const present = (record: JobRecord) => attemptOf(record).generations.at(-1);
const speeds = (...ms: readonly number[]): JobInput => ({
  kind: 'speeds',
  attempt: 1,
  shardMs: ms.map((one, rank) => ({ rank, ms: one })),
});
const sealed = (rank: number, n: number, agreed = true): JobInput => {
  const facts = { step: 40 + n, stage: 3, weightsSha256: 'w', complaints: [], patienceMs: 10_000 };
  return report(1, rank, { kind: 'sealed', sealed: { n, agreed, ...facts } });
};

describe('shares by speed', () => {
  const partitions = (world: number, shards: number): readonly (readonly number[])[] =>
    world === 1
      ? [[shards]]
      : Array.from({ length: shards - world + 1 }, (_, i) => i + 1).flatMap((first) =>
          partitions(world - 1, shards - first).map((rest) => [first, ...rest]),
        );

  it('no other way to share them makes a shorter step', () => {
    const input = fc.record({
      ms: fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 1, maxLength: 4 }),
      more: fc.nat(6),
    });
    fc.assert(
      fc.property(input, ({ ms, more }) => {
        const shards = ms.length + more;
        const stepMs = (counts: readonly number[]) =>
          Math.max(...counts.map((count, i) => count * (ms[i] ?? 0)));
        const counts = shardCounts(ms, shards);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(shards);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
        expect(stepMs(counts)).toBe(Math.min(...partitions(ms.length, shards).map(stepMs)));
      }),
    );
  });

  it('equal speeds share evenly', () => {
    expect(shardCounts([5, 5, 5], 8)).toEqual([3, 3, 2]);
    expect(shardCounts([5, 5, 5, 5], 8)).toEqual([2, 2, 2, 2]);
  });
});

describe('a job that shares its shards by speed', () => {
  const measured = feed(begun(2, 'proportional'), speeds(10, 30));

  it('ends the generation at a step boundary, and the next one has other shares', () => {
    expect(attemptOf(measured).resizing).toBe(1);
    expect(effectsOf(begun(2, 'proportional'), measured)).toContainEqual({ kind: 'resize' });
    const after = feed(measured, sealed(0, 1), sealed(1, 1));
    expect(present(after)).toMatchObject({
      members: [0, 1],
      shards: [6, 2],
      reason: 'shards are shared by speed: rank 0 computes 6, rank 1 computes 2',
    });
    expect(goOrders(after, attemptOf(after))[0]?.body.go).toMatchObject({ shardCounts: [6, 2] });
    expect(jobView(after).attempts[0]?.generations?.at(-1)).toMatchObject({ shards: [6, 2] });
    // The same speeds again change nothing.
    expect(attemptOf(feed(after, speeds(10, 30))).resizing).toBeUndefined();
  });

  it('keeps to the speeds when members change, and takes a new one for one of the middle', () => {
    const after = feed(measured, sealed(0, 1), sealed(1, 1));
    const grown = feed(after, {
      kind: 'grow',
      attempt: 1,
      places: [{ agentId: 'agent-0', slot: 4, device: 'cpu' }],
    });
    const joined = feed(grown, ready(1, 2), sealed(0, 2), sealed(1, 2));
    expect(present(joined)).toMatchObject({ members: [0, 1, 2], shards: [6, 1, 1] });
    const alone = feed(
      joined,
      failedWith(1, 1, 'rank_crashed'),
      failedWith(1, 2, 'rank_crashed'),
      sealed(0, 3, false),
    );
    expect(present(alone)?.members).toEqual([0]);
    expect(present(alone)?.shards).toBeUndefined();
  });

  it('is left as it is for less than a tenth, and where the document does not ask for it', () => {
    expect(attemptOf(feed(begun(2, 'proportional'), speeds(10, 12))).resizing).toBeUndefined();
    for (const asked of [undefined, 'even'] as const)
      expect(feed(begun(2, asked), speeds(10, 90))).toEqual(begun(2, asked));
  });

  it('measures them in what ranks say of their steps', () => {
    let now = 0;
    const clock: Clock = { monotonicMs: () => now, wallMs: () => now, after: () => () => undefined };
    const paces = createRankPaces(clock);
    const took = (ms: number): StepTimings => ({
      steps: 5,
      shards: 4,
      phases: { data: 0, compute: ms * 20 },
    });
    const record = begun(2, 'proportional');
    const said: { readonly at: number; readonly input: JobInput }[] = [];
    for (; said.length === 0 && now < 60_000; now += 250)
      for (const rank of [0, 1])
        said.push(
          ...paces
            .add(record, rank, took(rank === 0 ? 10 : 15))
            .filter(({ kind }) => kind === 'speeds')
            .map((input) => ({ at: now, input })),
        );
    expect(said[0]?.at).toBeGreaterThanOrEqual(LIMITS.rebalanceMs);
    expect(said[0]?.input).toEqual(speeds(10, 15));
  });
});
