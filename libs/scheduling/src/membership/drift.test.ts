import { describe, expect, it } from 'vitest';
import { effectsOf } from '../effects.js';
import type { SealedReport } from '../job-events.js';
import type { JobInput } from '../job-inputs.js';
import { currentAttempt, type JobRecord } from '../job-record.js';
import { jobView } from '../job-view.js';
import { feed, ready, report, start, submittedRecord } from '../testing/job-samples.js';

const begun = (world: number, onDrift?: 'stop' | 'heal'): JobRecord => {
  const record = submittedRecord(2);
  const training = { ...record.job.training, ...(onDrift && { onDrift }) };
  return feed(
    { ...record, job: { ...record.job, training } },
    start(world),
    ...Array.from({ length: world }, (_, rank) => ready(1, rank)),
  );
};

const sealed = (
  rank: number,
  more: Partial<SealedReport> & { drifted?: readonly number[] } = {},
): JobInput => {
  const { drifted = [], ...said } = more;
  const complaints = drifted.map((of) => ({
    rank: of,
    kind: 'drifted' as const,
    message: 'not equal after 50 steps',
  }));
  return report(1, rank, {
    kind: 'sealed',
    sealed: {
      n: 1,
      step: 50,
      stage: 3,
      weightsSha256: 'w',
      agreed: false,
      complaints,
      patienceMs: 10_000,
      ...said,
    },
  });
};
const present = (record: JobRecord) => currentAttempt(record)?.generations.at(-1);
const cause = (record: JobRecord) => currentAttempt(record)?.stopping?.cause;

describe('replicas that are not equal', () => {
  it('end the job, with both ranks named, where it does not say otherwise', () => {
    for (const policy of [undefined, 'stop'] as const) {
      const after = feed(begun(3, policy), sealed(0), sealed(1, { weightsSha256: 'x' }), sealed(2));
      expect(cause(after)).toMatchObject({ code: 'replica_drift' });
      expect(cause(after)?.message).toContain('ranks 0 and 1 stand at step 50');
    }
  });

  it('heal: those that a comparison named take the state of one of the others, and the log says so', () => {
    const drifted = [0];
    const before = feed(begun(3, 'heal'), sealed(0, { drifted }), sealed(1, { drifted }));
    const after = feed(before, sealed(2, { drifted }));
    expect(present(after)).toMatchObject({
      members: [0, 1, 2],
      source: 1,
      behind: [0],
      healed: [0],
      evicted: [],
    });
    expect(present(after)?.reason).toBe(
      'rank 0 had drifted and took the state of rank 1 (not equal after 50 steps)',
    );
    expect(effectsOf(before, after)).toContainEqual({ kind: 'go' });
    expect(jobView(after).attempts[0]?.generations?.at(-1)).toMatchObject({ healed: [0] });
  });

  it('heal: a minority that only its seal gives away', () => {
    const after = feed(begun(4, 'heal'), sealed(0), sealed(1), sealed(2, { weightsSha256: 'x' }), sealed(3));
    expect(present(after)).toMatchObject({ source: 0, behind: [2], healed: [2] });
  });

  it('heal: nobody can tell who of two is right, so the job ends', () => {
    const after = feed(begun(2, 'heal'), sealed(0), sealed(1, { weightsSha256: 'x' }));
    expect(cause(after)).toMatchObject({ code: 'replica_drift' });
    expect(currentAttempt(after)?.generations).toHaveLength(1);
  });

  it('heal: none is left whose state is to be trusted', () => {
    const drifted = [0, 1];
    const after = feed(begun(2, 'heal'), sealed(0, { drifted }), sealed(1, { drifted }));
    expect(cause(after)?.message).toMatch(/all ranks that are left \(0, 1\) had drifted/);
  });

  it('heal: when fewer ranks are wanted, the one that drifted goes first', () => {
    const asked = feed(begun(4, 'heal'), { kind: 'scale', workers: 1 });
    const all = [0, 1, 2, 3].map((rank) =>
      sealed(rank, { drifted: [0], agreed: true, weightsSha256: rank === 0 ? 'x' : 'w' }),
    );
    expect(present(feed(asked, ...all))).toMatchObject({ members: [1], source: 1, behind: [], healed: [] });
    const toTwo = feed(feed(begun(2, 'heal'), { kind: 'scale', workers: 1 }), ...all.slice(0, 2));
    expect(present(toTwo)).toMatchObject({ members: [1], source: 1 });
  });

  it('heal: one that drifts a second time leaves the job', () => {
    const drifted = [2];
    const all = (n: number, step: number) => [0, 1, 2].map((rank) => sealed(rank, { drifted, n, step }));
    const once = feed(begun(3, 'heal'), ...all(1, 50));
    expect(present(once)).toMatchObject({ members: [0, 1, 2], healed: [2] });
    const twice = feed(once, ...all(2, 60));
    expect(present(twice)).toMatchObject({ members: [0, 1], evicted: [2], healed: [] });
    expect(present(twice)?.reason).toMatch(
      /^rank 2 had to leave: its replica has drifted for the second time/,
    );
  });
});
