import { LIMITS } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { JobInput } from '../job-inputs.js';
import { effectsOf } from '../effects.js';
import type { SealedReport } from '../job-events.js';
import { currentAttempt, isLive, type JobRecord, membersOf } from '../job-record.js';
import { jobView } from '../job-view.js';
import {
  failedWith,
  feed,
  finished,
  growthAfter,
  ready,
  report,
  sampleResult,
  start,
  submittedRecord,
} from '../testing/job-samples.js';
import { growthOf, nobodyComes } from './growth.js';

const begun = (world: number): JobRecord =>
  feed(
    submittedRecord(2),
    start(world),
    ...Array.from({ length: world }, (_, rank) => ready(1, rank)),
    ...Array.from({ length: world }, (_, rank) => report(1, rank, { kind: 'running', step: 1 })),
  );

const sealed = (rank: number, n: number, more: Partial<SealedReport> = {}): JobInput =>
  report(1, rank, {
    kind: 'sealed',
    sealed: {
      n,
      step: 50,
      stage: 3,
      weightsSha256: 'w',
      agreed: false,
      complaints: [],
      patienceMs: 10_000,
      ...more,
    },
  });
const died = (rank: number): JobInput => failedWith(1, rank, 'rank_crashed');
const lost = (rank: number): JobInput => ({
  ...{ kind: 'rank_lost', attempt: 1, rank },
  cause: { code: 'agent_lost', message: `rank ${rank}: agent_lost` },
});
const grow = (count: number): JobInput => ({
  kind: 'grow',
  attempt: 1,
  places: Array.from({ length: count }, (_, i) => ({ agentId: `agent-${i}`, slot: 5 + i, device: 'cpu' })),
});
const attemptOf = (record: JobRecord) => {
  const attempt = currentAttempt(record);
  if (!attempt) throw new Error('no attempt is running');
  return attempt;
};
const present = (record: JobRecord) => attemptOf(record).generations.at(-1);

describe('losing a rank', () => {
  const [a, b, c] = [sealed(0, 1), sealed(1, 1), sealed(3, 1)];
  it.each([
    ['the death first', [died(2), a, b, c]],
    ['the seals first', [a, b, c, died(2)]],
    ['in between', [b, died(2), c, a]],
    ['everything twice', [a, a, died(2), died(2), b, c, c, a]],
  ])('the others go on whatever comes first: %s', (_, inputs) => {
    const after = feed(begun(4), ...inputs);
    expect(present(after)).toMatchObject({
      generation: { epoch: 1, n: 2, nonce: 'nonce-1' },
      members: [0, 1, 3],
      source: 0,
      behind: [],
      step: 50,
      deaths: 1,
    });
    expect(jobView(after)).toMatchObject({ state: 'running', generations: 2 });
  });

  it('nothing is formed as long as one that lives has not sealed', () => {
    expect(attemptOf(feed(begun(4), died(2), a, b)).generations).toHaveLength(1);
  });

  it('whoever is one step behind takes the state of one that is ahead', () => {
    const after = feed(begun(3), died(1), sealed(0, 1, { step: 49, weightsSha256: 'v' }), sealed(2, 1));
    expect(present(after)).toMatchObject({ members: [0, 2], source: 2, behind: [0], step: 50 });
  });

  it('a later stage of the same step is ahead too', () => {
    const after = feed(begun(3), died(1), sealed(0, 1, { stage: 2 }), sealed(2, 1));
    expect(present(after)).toMatchObject({ source: 2, behind: [0] });
  });

  it('equal positions with different weights are drift, and the ranks are named', () => {
    const after = feed(begun(3), died(1), sealed(0, 1), sealed(2, 1, { weightsSha256: 'x' }));
    expect(attemptOf(after).stopping).toMatchObject({ kill: true, cause: { code: 'replica_drift' } });
    expect(attemptOf(after).stopping?.cause.message).toContain('ranks 0 and 2 stand at step 50');
  });

  it('a seal of a generation that is over comes too late', () => {
    const second = feed(begun(3), died(1), sealed(0, 1), sealed(2, 1));
    expect(feed(second, sealed(0, 1), sealed(2, 1))).toEqual(second);
    const third = feed(second, sealed(0, 2, { step: 60 }), died(2));
    expect(present(third)).toMatchObject({ generation: { n: 3 }, members: [0], step: 60 });
  });

  it('the dead one is ended by force, the others are told to go on', () => {
    const before = feed(begun(3), sealed(0, 1), sealed(2, 1));
    expect(effectsOf(before, feed(before, died(1)))).toEqual([{ kind: 'go' }, { kind: 'evict', ranks: [1] }]);
  });

  it("an error that would befall the others too ends the attempt: the user's, or ours", () => {
    const after = feed(begun(3), failedWith(1, 1, 'data_corrupt'), sealed(0, 1), sealed(2, 1));
    expect(attemptOf(after).generations).toHaveLength(1);
    expect(effectsOf(begun(3), after)).toContainEqual({ kind: 'stop', kill: true });
  });

  it('when all are dead the attempt is over, with the cause of the last generation', () => {
    const second = feed(begun(3), died(1), sealed(0, 1), sealed(2, 1));
    const over = feed(second, died(0), died(2));
    expect(over.phase).toBe('waiting');
    expect(over.attempts[0]).toMatchObject({ outcome: 'failed', cause: { details: { rank: 0 } } });
  });

  it('ranks that lost each other before the first step have no state: the attempt is tried again', () => {
    const nowhere = { step: 0, stage: 0, weightsSha256: '' };
    const after = feed(begun(3), died(1), sealed(0, 1, nowhere), sealed(2, 1, nowhere));
    expect(attemptOf(after).stopping).toMatchObject({ kill: true, cause: { code: 'peer_lost' } });
  });

  it('an attempt that has not begun is given up', () => {
    const starting = feed(submittedRecord(2), start(3), ready(1, 0), died(1));
    expect(effectsOf(feed(submittedRecord(2), start(3)), starting)).toEqual([{ kind: 'stop', kill: true }]);
  });
});

describe('a step that kills', () => {
  const second = feed(begun(4), died(0), sealed(1, 1), sealed(2, 1), sealed(3, 1));

  it('two deaths at one step count as a failure of the job', () => {
    const again = feed(second, died(1), sealed(2, 2), sealed(3, 2));
    expect(attemptOf(again).stopping?.cause).toMatchObject({
      details: { step: 51, deaths: 2, shards: [0, 1] },
    });
    expect(attemptOf(again).stopping?.cause.message).toMatch(/^ranks died twice in step 51 \(shards 0, 1\)/);
    const over = feed(again, died(2), died(3));
    expect(over.attempts[0]?.cause).toMatchObject({
      code: 'rank_crashed',
      message: expect.stringMatching(/^ranks died twice in step 51 \(shards 0, 1\).*audit/),
      details: { step: 51, deaths: 2, shards: [0, 1], rank: 1 },
    });
  });

  it('a step further, a second death is an ordinary one', () => {
    const at = { step: 51 };
    const again = feed(second, died(1), sealed(2, 2, at), sealed(3, 2, at));
    expect(present(again)).toMatchObject({ members: [2, 3], step: 51 });
  });

  it('two ranks that die at once, with their host, are no such step', () => {
    const after = feed(begun(4), died(0), died(2), sealed(1, 1), sealed(3, 1));
    expect(present(after)).toMatchObject({ members: [1, 3], deaths: 2 });
  });

  it('three generations without a new step are too many', () => {
    const all = (n: number) => [0, 1].map((rank) => sealed(rank, n));
    const torn = feed(begun(2), ...all(1), ...all(2), ...all(3));
    expect(attemptOf(torn).generations).toHaveLength(4);
    expect(attemptOf(feed(torn, ...all(4))).stopping?.cause.message).toMatch(/3 generations in a row/);
  });
});

describe('joining', () => {
  const grown = feed(begun(2), grow(1));

  it('a new rank is started, gets ready, and the generation is asked to end', () => {
    expect(effectsOf(begun(2), grown)).toEqual([{ kind: 'assign', ranks: [2] }]);
    const asked = feed(grown, ready(1, 2));
    expect(attemptOf(asked).resizing).toBe(1);
    expect(effectsOf(grown, asked)).toEqual([{ kind: 'resize' }]);
    const after = feed(asked, sealed(0, 1, { agreed: true }), sealed(1, 1, { agreed: true }));
    expect(present(after)).toMatchObject({ members: [0, 1, 2], source: 0, behind: [2], deaths: 0 });
    expect(present(after)?.reason).toBe('rank 2 joined');
    expect(effectsOf(asked, after)).toEqual([{ kind: 'go' }]);
  });

  it('a death meanwhile does not keep it out', () => {
    const after = feed(grown, ready(1, 2), died(1), sealed(0, 1));
    expect(present(after)).toMatchObject({ members: [0, 2], source: 0, behind: [2] });
  });

  it('one that is not ready yet is not waited for', () => {
    const after = feed(grown, died(1), sealed(0, 1));
    expect(present(after)).toMatchObject({ members: [0] });
    expect(attemptOf(feed(after, ready(1, 2))).resizing).toBe(2);
  });

  it('one that fails before it joined costs the others nothing', () => {
    const after = feed(grown, died(2));
    expect(jobView(after).state).toBe('running');
    expect(effectsOf(grown, after)).toEqual([{ kind: 'evict', ranks: [2] }]);
    const offers = ['agent-0', 'agent-1'].map((agentId) => ({
      agentId,
      engine: 'same',
      slots: [{ slot: 9, device: 'cpu', cpuThreads: 1, free: true }],
    }));
    expect(growthOf(after, offers, growthAfter(0))).toEqual([{ agentId: 'agent-1', slot: 9, device: 'cpu' }]);
  });

  it('a job that brings code gets more ranks only where agents load it', () => {
    const after = feed(grown, died(2));
    const code = { source: 'own@1', file: 'model.mjs' };
    const job = { ...after.job, model: { ...after.job.model, code } };
    const offer = (agentId: string, allowCode: boolean) => ({
      ...{ agentId, allowCode, engine: 'same' },
      slots: [{ slot: 9, device: 'cpu', cpuThreads: 1, free: true }],
    });
    const more = (allowCode: boolean) =>
      growthOf({ ...after, job }, [offer('agent-0', false), offer('agent-1', allowCode)], growthAfter(0));
    expect(more(false)).toEqual([]);
    expect(more(true)).toEqual([{ agentId: 'agent-1', slot: 9, device: 'cpu' }]);
  });

  it('the agent of one that failed before it joined is asked again after a pause that doubles, a few times', () => {
    const offers = [
      { agentId: 'agent-0', engine: 'same', slots: [{ slot: 9, device: 'cpu', cpuThreads: 1, free: true }] },
    ];
    const isAsked = (record: JobRecord, afterMs: number) =>
      growthOf(record, offers, growthAfter(afterMs)).length > 0;
    let record = begun(2);
    for (let failures = 1; failures <= LIMITS.joinFailures; failures++) {
      record = feed(record, grow(1), lost(1 + failures));
      const pauseMs = LIMITS.joinBackoffMs * 2 ** (failures - 1);
      expect([isAsked(record, pauseMs - 1), isAsked(record, pauseMs)]).toEqual([false, true]);
      // A clock that was set back.
      expect(isAsked(record, -3_600_000)).toBe(true);
    }
    expect(isAsked(feed(record, grow(1), lost(2 + LIMITS.joinFailures)), 3_600_000)).toBe(false);
  });

  it('one with another engine is left out, and both values are shown', () => {
    const after = feed(grown, ready(1, 2, 'other'));
    expect(attemptOf(after).resizing).toBeUndefined();
    expect(attemptOf(after).ranks[2]?.failure?.cause.message).toContain('other ≠ same');
  });

  it('whoever has not joined when the others are done is ended, and the job succeeds', () => {
    const done = feed(grown, finished(1, 0), finished(1, 1));
    expect(effectsOf(grown, done)).toContainEqual({ kind: 'stop', kill: true });
    expect(feed(done, failedWith(1, 2, 'peer_lost', true)).phase).toBe('succeeded');
  });

  it('below workers.min the sealed ranks wait until one has joined', () => {
    const small = (record: JobRecord): JobRecord => ({
      ...record,
      job: { ...record.job, workers: { ...record.job.workers, min: 2 } },
    });
    const waits = feed(small(begun(2)), died(1), sealed(0, 1));
    expect(attemptOf(waits).generations).toHaveLength(1);
    expect(jobView(waits).reason).toMatch(
      /^waits for workers since 2026-01-01T00:00:00.000Z: it has 1 of at least 2 .*; it has no checkpoint yet; rank/,
    );
    const after = feed(waits, grow(1), ready(1, 2));
    expect(present(after)).toMatchObject({ members: [0, 2], behind: [2] });
    expect(jobView(after).reason).toBeUndefined();
  });

  it('below workers.min, a job whose newcomers fail on every worker stops with a checkpoint, and says why', () => {
    const two = begun(2);
    const small = { ...two, job: { ...two.job, workers: { ...two.job.workers, min: 2 } } };
    const offer = (agentId: string, ...slots: readonly number[]) => ({
      ...{ agentId, engine: 'same' },
      slots: slots.map((slot) => ({ slot, device: 'cpu', cpuThreads: 1, free: true })),
    });
    const { nowMs } = growthAfter(3_600_000);
    // Rank 0 stays on agent-0, whose one slot is its own.
    const offers = [offer('agent-0', 0), offer('agent-1', 0)];
    let record = feed(small, died(1), sealed(0, 1));
    for (let failures = 1; failures <= LIMITS.joinFailures + 1; failures++) {
      expect(nobodyComes(record, offers, nowMs)).toBeUndefined();
      const places = [{ agentId: 'agent-1', slot: 0, device: 'cpu' }];
      const asked = feed(record, { kind: 'grow', attempt: 1, places });
      expect(nobodyComes(asked, offers, nowMs)).toBeUndefined();
      record = feed(asked, lost(1 + failures));
    }
    expect(jobView(record).reason).toMatch(/; 4 failed before they could join, the last one: rank 5/);
    // A worker that may be asked, and nobody to ask at all: it waits.
    expect(nobodyComes(record, [...offers, offer('agent-2', 0)], nowMs)).toBeUndefined();
    expect(nobodyComes(record, offers.slice(0, 1), nowMs)).toBeUndefined();
    const cause = nobodyComes(record, offers, nowMs);
    expect(cause?.message).toMatch(/^1 of at least 2 workers .* 4 ranks failed .* the last one: rank 5/);
    const stop = {
      kind: 'stop',
      attempt: 1,
      kill: false,
      cause: cause as NonNullable<typeof cause>,
    } as const;
    const stopping = feed(record, stop);
    expect(present(stopping)).toMatchObject({ members: [0], step: 50 });
    expect(nobodyComes(stopping, offers, nowMs)).toBeUndefined();
    const ended = feed(stopping, report(1, 0, { kind: 'finished', stopped: true, result: sampleResult() }));
    expect(ended).toMatchObject({ phase: 'waiting', attempts: [{ outcome: 'failed', cause }] });
  });

  it('below workers.min too, the others go on to the end when one has finished: no step is left that needs a number', () => {
    const small = (record: JobRecord): JobRecord => ({
      ...record,
      job: { ...record.job, workers: { ...record.job.workers, min: 2 } },
    });
    const after = feed(small(begun(2)), finished(1, 1), sealed(0, 1));
    expect(present(after)).toMatchObject({ members: [0] });
    expect(feed(after, finished(1, 0)).phase).toBe('succeeded');
  });

  it.each<[string, JobInput]>([
    ['pause', { kind: 'pause', reason: 'a user' }],
    ['cancel', { kind: 'cancel', reason: 'a user' }],
    ['yield', { kind: 'yield', attempt: 1, reason: 'others need its slots' }],
    ['preempt', { kind: 'preempt', attempt: 1, forJob: 'urgent', reason: 'others need its slots' }],
  ])('below workers.min too, ranks that are to stop (%s) take a step at whose end they save', (_, stop) => {
    const small = (record: JobRecord): JobRecord => ({
      ...record,
      job: { ...record.job, workers: { ...record.job.workers, min: 3 } },
    });
    const waits = feed(small(begun(3)), died(1), sealed(0, 1), sealed(2, 1));
    expect(attemptOf(waits).generations).toHaveLength(1);
    // One that was on its way to join is ended at once instead.
    const asked = feed(waits, grow(1), stop);
    expect(present(asked)).toMatchObject({ members: [0, 2], step: 50 });
    expect(effectsOf(feed(waits, grow(1)), asked)).toEqual([{ kind: 'go' }, { kind: 'stop', kill: false }]);
    const alone = feed(waits, died(2), stop);
    expect(present(alone)).toMatchObject({ members: [0] });
  });
});

describe('scaling', () => {
  const scale = (workers: number): JobInput => ({ kind: 'scale', workers });
  const agreed = (...ranks: readonly number[]) => ranks.map((rank) => sealed(rank, 1, { agreed: true }));

  it('down: the generation is asked to end, and the last ranks leave', () => {
    const asked = feed(begun(4), scale(2));
    expect(effectsOf(begun(4), asked)).toEqual([{ kind: 'resize' }]);
    const after = feed(asked, ...agreed(0, 1, 2, 3));
    expect(present(after)).toMatchObject({ members: [0, 1], behind: [], deaths: 0 });
    expect(present(after)?.reason).toBe('ranks 2, 3 left');
    expect(effectsOf(feed(asked, ...agreed(0, 1, 2)), after)).toEqual([
      { kind: 'go' },
      { kind: 'leave', ranks: [2, 3] },
    ]);
    const left = feed(
      after,
      report(1, 2, { kind: 'left', step: 50 }),
      report(1, 3, { kind: 'left', step: 50 }),
    );
    expect(left.attempts[0]?.ranks.map(({ state }) => state)).toEqual(['running', 'running', 'left', 'left']);
    expect(feed(left, finished(1, 0), finished(1, 1)).phase).toBe('succeeded');
  });

  it('nobody leaves a generation that broke: its state may be needed', () => {
    const after = feed(begun(4), scale(1), died(3), sealed(0, 1), sealed(1, 1), sealed(2, 1));
    expect(present(after)).toMatchObject({ members: [0, 1, 2] });
    expect(attemptOf(after).resizing).toBe(2);
  });

  it('up: idle slots are asked for, as many as are wanted', () => {
    const small = feed(begun(2), scale(3));
    const offers = [0, 1].map((at) => ({
      agentId: `agent-${at}`,
      engine: 'same',
      slots: [0, 1].map((slot) => ({ slot: 7 + slot, device: 'cpu', cpuThreads: 1, free: true })),
    }));
    expect(growthOf(small, offers, growthAfter(0))).toHaveLength(1);
    expect(growthOf(begun(2), offers, growthAfter(0))).toHaveLength(2);
    expect(growthOf(feed(begun(2), scale(2)), offers, growthAfter(0))).toEqual([]);
    expect(growthOf(feed(begun(2), finished(1, 1)), offers, growthAfter(0))).toEqual([]);
  });

  it('the same number again changes nothing', () => {
    expect(feed(begun(2), scale(4))).toEqual(begun(2));
  });
});

describe('the end', () => {
  it('a rank that dies after the first one has finished is not missed', () => {
    expect(feed(begun(2), finished(1, 0), died(1)).phase).toBe('succeeded');
  });

  it('when the first one dies, another one finishes in its place', () => {
    const after = feed(begun(3), finished(1, 2), died(0), sealed(1, 1));
    expect(present(after)).toMatchObject({ members: [1] });
    expect(feed(after, finished(1, 1)).phase).toBe('succeeded');
    expect(feed(after, finished(1, 1, 'c')).attempts[0]?.cause?.code).toBe('replica_drift');
  });
});

describe('any order of events', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'seed %i: every generation is made of sealed and new ranks, later than the one before',
    (seed) => {
      const random = rng(seed, 1);
      let record = begun(4);
      for (let turn = 0; turn < 60; turn++) {
        const attempt = currentAttempt(record);
        if (!attempt) break;
        const rank = random.below(attempt.ranks.length + 1);
        const step = 50 + turn;
        const n = attempt.generation.n - (random.below(4) === 0 ? 1 : 0);
        const choices: readonly JobInput[] = [
          sealed(rank, n, { step }),
          sealed(rank, n, { step: step - 1, weightsSha256: 'v' }),
          ...(turn % 7 === 0 ? [died(rank)] : []),
          grow(1),
          ready(1, rank),
          report(1, rank, { kind: 'running', step }),
        ];
        const before = record;
        record = feed(record, choices[random.below(choices.length)] as JobInput);
        const now = currentAttempt(record);
        const formed = now?.generations.at(-1);
        if (!now || formed === attempt.generations.at(-1)) continue;
        const alive = membersOf(attemptOf(before))
          .filter(isLive)
          .map((one) => one.rank);
        expect(formed?.generation.n).toBe(attempt.generation.n + 1);
        expect(formed?.members).toContain(formed?.source);
        expect(formed?.behind).not.toContain(formed?.source);
        for (const one of now.generations.at(-1)?.members ?? []) expect(isLive(now.ranks[one]!)).toBe(true);
        for (const one of alive) if (isLive(now.ranks[one]!)) expect(formed?.members).toContain(one);
      }
    },
  );
});
