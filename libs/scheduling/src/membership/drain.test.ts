import { describe, expect, it } from 'vitest';
import type { JobInput } from '../job-inputs.js';
import { effectsOf } from '../effects.js';
import { currentAttempt, type JobRecord } from '../job-record.js';
import { jobState } from '../job-view.js';
import {
  failedWith,
  feed,
  ready,
  report,
  start,
  submittedRecord,
  growthAfter,
} from '../testing/job-samples.js';
import { growthOf } from './growth.js';

const begun = (world: number): JobRecord =>
  feed(
    submittedRecord(2),
    start(world),
    ...Array.from({ length: world }, (_, rank) => ready(1, rank)),
    ...Array.from({ length: world }, (_, rank) => report(1, rank, { kind: 'running', step: 1 })),
  );
const drains = (rank: number): JobInput => report(1, rank, { kind: 'draining', reason: 'maintenance' });
const sealed = (rank: number, n: number, agreed = true): JobInput =>
  report(1, rank, {
    kind: 'sealed',
    sealed: { n, step: 50, stage: 3, weightsSha256: 'w', agreed, complaints: [], patienceMs: 10_000 },
  });
const stopped = (rank: number): JobInput =>
  report(1, rank, {
    kind: 'finished',
    stopped: true,
    result: { ...result, steps: 51 },
  });
const result = {
  weightsSha256: 'b'.repeat(64),
  steps: 0,
  samples: 1,
  skippedSteps: 0,
  metrics: {},
  artifacts: [],
  backend: 'tensorflow',
};
const membersNow = (record: JobRecord) => currentAttempt(record)?.generations.at(-1);
const grow: JobInput = {
  kind: 'grow',
  attempt: 1,
  places: [{ agentId: 'agent-0', slot: 9, device: 'cpu' }],
};

describe('a rank that is asked to leave', () => {
  it('leaves at a step boundary, and the others go on', () => {
    const asked = feed(begun(3), drains(1));
    expect(effectsOf(begun(3), asked)).toEqual([{ kind: 'resize' }]);
    const after = feed(asked, sealed(0, 1), sealed(1, 1), sealed(2, 1));
    expect(membersNow(after)).toMatchObject({
      members: [0, 2],
      deaths: 0,
      reason: 'rank 1 left: maintenance',
    });
    expect(effectsOf(feed(asked, sealed(0, 1), sealed(1, 1)), after)).toEqual([
      { kind: 'go' },
      { kind: 'leave', ranks: [1] },
    ]);
    expect(feed(after, report(1, 1, { kind: 'left', step: 50 })).attempts[0]?.outcome).toBe('running');
  });

  it('says so once', () => {
    const asked = feed(begun(3), drains(1));
    expect(feed(asked, drains(1))).toEqual(asked);
  });

  it('stays in a generation that broke, where its state may be needed, and leaves the next one', () => {
    const broke = feed(
      begun(3),
      drains(1),
      failedWith(1, 2, 'rank_crashed'),
      sealed(0, 1, false),
      sealed(1, 1, false),
    );
    expect(membersNow(broke)?.members).toEqual([0, 1]);
    expect(currentAttempt(broke)?.resizing).toBe(2);
    expect(membersNow(feed(broke, sealed(0, 2), sealed(1, 2)))?.members).toEqual([0]);
  });

  it('is replaced by an idle slot of another worker', () => {
    const offers = [
      { agentId: 'agent-0', engine: 'same', slots: [{ slot: 9, device: 'cpu', cpuThreads: 1, free: true }] },
    ];
    expect(growthOf(begun(4), offers, growthAfter(0))).toEqual([]);
    expect(growthOf(feed(begun(4), drains(1)), offers, growthAfter(0))).toHaveLength(1);
  });

  it('that has not joined yet is not waited for', () => {
    const grown = feed(begun(2), grow);
    const after = feed(grown, report(1, 2, { kind: 'draining', reason: 'maintenance' }));
    // Its agent is agent-0, as is that of every even rank.
    expect(currentAttempt(after)?.ranks[2]?.state).toBe('failed');
    expect(effectsOf(grown, after)).toEqual([{ kind: 'evict', ranks: [2] }]);
  });
});

describe('when too few would be left', () => {
  it('all stop at one step, with a checkpoint, and the job waits again; no attempt is used up', () => {
    const asked = feed(begun(2), drains(0), drains(1));
    expect(effectsOf(feed(begun(2), drains(0)), asked)).toEqual([{ kind: 'stop', kill: false }]);
    const after = feed(asked, stopped(0), stopped(1));
    expect(after).toMatchObject({ phase: 'waiting', attempts: [{ outcome: 'yielded' }] });
    expect(after.attempts[0]?.retry).toBeUndefined();
    expect(jobState(after)).toBe('queued');
    expect(feed(after, start(2, 2)).attempts).toHaveLength(2);
  });

  it('one that is on its way counts: the last one hands its state over, then leaves', () => {
    const two = feed(begun(1), grow, drains(0));
    expect(currentAttempt(two)?.yielding).toBeUndefined();
    const joined = feed(
      two,
      report(1, 1, {
        kind: 'ready',
        dataAddress: 'x:1',
        pid: 1,
        fingerprint: 'same',
        warm: false,
        datasetHash: 'data',
      }),
    );
    // Numbers of the samples' agents: rank 1 is on agent-1 there, here it is on agent-0.
    const there = feed(two, {
      kind: 'report',
      agentId: 'agent-0',
      attempt: 1,
      rank: 1,
      report: {
        kind: 'ready',
        dataAddress: 'x:1',
        pid: 1,
        fingerprint: 'same',
        warm: false,
        datasetHash: 'data',
      },
    });
    expect(joined).toEqual(two);
    const handed = feed(there, sealed(0, 1));
    expect(membersNow(handed)).toMatchObject({ members: [0, 1], source: 0, behind: [1] });
    const last = feed(handed, sealed(0, 2), { ...sealed(1, 2), agentId: 'agent-0' } as JobInput);
    expect(membersNow(last)).toMatchObject({ members: [1], reason: 'rank 0 left: maintenance' });
  });

  it('an attempt that has not begun gives its slots back', () => {
    const asked = feed(submittedRecord(2), start(2), ready(1, 0), drains(1));
    expect(currentAttempt(asked)?.yielding?.reason).toContain('have not begun');
    const after = feed(asked, failedWith(1, 0, 'peer_lost', true), failedWith(1, 1, 'peer_lost', true));
    expect(after).toMatchObject({ phase: 'waiting', attempts: [{ outcome: 'yielded' }] });
  });
});
