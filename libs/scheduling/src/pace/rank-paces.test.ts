import { LIMITS, type StepTimings } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { currentAttempt, type JobRecord } from '../job-record.js';
import { jobView } from '../job-view.js';
import { feed, ready, report, start, submittedRecord } from '../testing/job-samples.js';
import { createRankPaces } from './rank-paces.js';
import { slowRanks } from './slow-ranks.js';

const begun = (world: number): JobRecord =>
  feed(submittedRecord(2), start(world), ...Array.from({ length: world }, (_, rank) => ready(1, rank)));

/** A clock that stands still until it is moved. */
function handClock() {
  let now = 0;
  const clock: Clock = { monotonicMs: () => now, wallMs: () => now, after: () => () => undefined };
  return { clock, pass: (ms: number) => void (now += ms) };
}

const took = (shardMs: number, shards = 1, steps = 5): StepTimings => ({
  steps,
  shards,
  phases: { data: 0, compute: shardMs * shards * steps, exchange: 10 * steps },
});

/** Reports of all ranks, four times a second, as long as asked; gives the job and every line of its log. */
function play(o: { record: JobRecord; ms: number; shardMs: (rank: number, atMs: number) => number }) {
  const { clock, pass } = handClock();
  const paces = createRankPaces(clock);
  let { record } = o;
  const news: unknown[] = [];
  for (let at = 0; at <= o.ms; at += 250, pass(250))
    for (const { rank } of currentAttempt(record)?.ranks ?? []) {
      const inputs = paces.add(record, rank, took(o.shardMs(rank, at)));
      news.push(...inputs.map((input) => ({ at, ...input })));
      record = feed(record, ...inputs);
    }
  return { record, news, paces };
}

describe('where the time of ranks goes', () => {
  it('is told as means a step, over the last seconds, without the first report', () => {
    const { clock, pass } = handClock();
    const paces = createRankPaces(clock);
    const record = begun(2);
    paces.add(record, 0, took(900, 2, 1));
    expect(paces.of(record.jobId)).toEqual([]);
    for (let i = 0; i < 4; i++, pass(250)) paces.add(record, 0, took(4 + i, 2));
    expect(paces.of(record.jobId)).toEqual([
      { rank: 0, steps: 20, shards: 2, phases: { data: 0, compute: 11, exchange: 10 }, shardMs: 5.5 },
    ]);
    pass(LIMITS.paceMs + 1);
    paces.add(record, 0, took(2, 2, 10));
    expect(paces.of(record.jobId)).toMatchObject([{ steps: 10, shardMs: 2 }]);
  });

  it('begins anew with other members', () => {
    const { clock } = handClock();
    const paces = createRankPaces(clock);
    const record = begun(3);
    for (let i = 0; i < 2; i++) paces.add(record, 0, took(4));
    expect(paces.of(record.jobId)).toHaveLength(1);
    const seal = {
      n: 1,
      step: 50,
      stage: 3,
      weightsSha256: 'w',
      agreed: true,
      complaints: [],
      patienceMs: 1,
    };
    const after = feed(record, ...[0, 1, 2].map((rank) => report(1, rank, { kind: 'sealed', sealed: seal })));
    expect(currentAttempt(after)?.generations).toHaveLength(2);
    paces.add(after, 1, took(4));
    expect(paces.of(record.jobId)).toEqual([]);
  });
});

describe('a slow rank', () => {
  it('is named once, by its factor over the median of the others, and again when it is slow no more', () => {
    const { record, news } = play({
      record: begun(4),
      ms: 20_000,
      shardMs: (rank, at) => (rank === 2 && at < 10_000 ? 30 : 10 + rank),
    });
    expect(news).toMatchObject([
      { kind: 'pace', rank: 2, slow: { shardMs: 30, othersMs: 11 } },
      { kind: 'pace', rank: 2 },
    ]);
    const [first, second] = news as { at: number; slow?: unknown }[];
    expect(first?.at).toBeLessThanOrEqual(LIMITS.paceMs + 250);
    expect(second?.slow).toBeUndefined();
    expect(second?.at).toBeGreaterThan(10_000);
    expect(record.attempts[0]?.ranks[2]?.slow).toBeUndefined();
  });

  it('is in the view of the job while it is slow', () => {
    const { record } = play({ record: begun(2), ms: 8_000, shardMs: (rank) => (rank === 1 ? 25 : 10) });
    expect(jobView(record).attempts[0]?.ranks[1]).toMatchObject({ slow: { factor: 2.5 } });
    expect(jobView(record).attempts[0]?.ranks[0]).not.toHaveProperty('slow');
  });

  it('does not come and go at the bound, and fractions of a millisecond are none', () => {
    const at = (ms: number) =>
      [10, 10, ms].map((shardMs, rank) => ({ rank, steps: 50, shards: 1, phases: {}, shardMs }));
    expect([...slowRanks(at(19.9), new Set()).keys()]).toEqual([]);
    expect([...slowRanks(at(20), new Set()).keys()]).toEqual([2]);
    expect([...slowRanks(at(16), new Set([2])).keys()]).toEqual([2]);
    expect([...slowRanks(at(14.9), new Set([2])).keys()]).toEqual([]);
    const tiny = [0.1, 0.1, 0.9].map((shardMs, rank) => ({
      rank,
      steps: 50,
      shards: 1,
      phases: {},
      shardMs,
    }));
    expect([...slowRanks(tiny, new Set()).keys()]).toEqual([]);
  });

  it('nobody is slow alone, or beside ranks without a shard', () => {
    const one = { rank: 0, steps: 50, shards: 1, phases: {}, shardMs: 90 };
    expect(slowRanks([one], new Set()).size).toBe(0);
    expect(slowRanks([one, { rank: 1, steps: 50, shards: 0, phases: {} }], new Set()).size).toBe(0);
  });
});
