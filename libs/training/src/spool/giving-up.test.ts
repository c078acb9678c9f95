import { describe, expect, it } from 'vitest';
import { coordinatorGrace, withoutCheckpoint } from './giving-up.js';

const rank = (number: number, step?: number, attempt = 1) => ({
  assignment: { jobId: 'job', attempt, rank: number },
  sealedAt: step === undefined ? undefined : { step, stage: 0 },
});

describe('ranks that give up', () => {
  it('leave one checkpoint of each attempt: of the first of those that are furthest ahead', () => {
    const [behind, first, second, other] = [rank(0, 4), rank(1, 5), rank(2, 5), rank(0, 3, 2)];
    expect(withoutCheckpoint([behind, first, second, other])).toEqual(new Set([behind, second]));
  });

  it('all leave theirs while they still step', () => {
    expect(withoutCheckpoint([rank(0), rank(1), rank(2, 4)])).toEqual(new Set());
  });
});

describe('the grace without a coordinator', () => {
  function open() {
    const due: { ms: number; run: () => void; off: boolean }[] = [];
    const after = (ms: number, run: () => void) => {
      const one = { ms, run, off: false };
      due.push(one);
      return () => void (one.off = true);
    };
    const said: string[] = [];
    const grace = coordinatorGrace({
      graceMs: 2_500,
      clock: { monotonicMs: () => 0, wallMs: () => 0, after },
      onBegun: () => said.push('begun'),
      giveUp: (reason) => said.push(reason),
    });
    return { grace, due, said };
  }

  it('ends in giving up, with how long it was', () => {
    const { grace, due, said } = open();
    grace.begin();
    due[0]?.run();
    expect([due[0]?.ms, ...said]).toEqual([2_500, 'begun', 'no coordinator for 2.5 s']);
  });

  it('begins anew when the coordinator goes away again, and is over when it is back', () => {
    const { grace, due } = open();
    grace.begin();
    grace.begin();
    expect(due.map(({ off }) => off)).toEqual([true, false]);
    grace.cancel();
    expect(due.map(({ off }) => off)).toEqual([true, true]);
  });
});
