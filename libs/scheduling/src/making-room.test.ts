import { describe, expect, it } from 'vitest';
import type { JobInput } from './job-inputs.js';
import { effectsOf } from './effects.js';
import { jobView } from './job-view.js';
import { growthOf } from './membership/growth.js';
import {
  feed,
  ready,
  report,
  sampleResult,
  start,
  submittedRecord,
  growthAfter,
} from './testing/job-samples.js';

const begun = feed(submittedRecord(), start(3), ready(1, 0), ready(1, 1), ready(1, 2));
const preempt: JobInput = {
  kind: 'preempt',
  attempt: 1,
  forJob: 'urgent',
  reason: 'makes room for job urgent',
};
const stopped = (rank: number): JobInput =>
  report(1, rank, { kind: 'finished', stopped: true, result: sampleResult() });
const allot = (workers?: number): JobInput => ({
  kind: 'allot',
  attempt: 1,
  reason: 'room',
  ...(workers !== undefined && { workers }),
});

describe('a job that is preempted', () => {
  const asked = feed(begun, preempt);

  it('is told to stop once, and says for whom', () => {
    expect(effectsOf(begun, asked)).toEqual([{ kind: 'stop', kill: false }]);
    expect(jobView(asked)).toMatchObject({ state: 'pausing', reason: 'makes room for job urgent' });
    expect(feed(asked, preempt)).toEqual(asked);
  });

  it('waits again when all ranks have stopped, at no cost of an attempt, and can start', () => {
    const waiting = feed(asked, stopped(0), stopped(1), stopped(2));
    expect(jobView(waiting)).toMatchObject({ state: 'queued', attempts: [{ outcome: 'preempted' }] });
    const again = feed(waiting, start(2, 2));
    expect(jobView(again)).toMatchObject({ state: 'starting' });
    expect(again.attempts.at(-1)).not.toHaveProperty('preempt');
  });

  it('is paused when its user asks for that meanwhile, and cancelled when he asks for that', () => {
    const paused = feed(asked, { kind: 'pause', reason: 'lunch' }, stopped(0), stopped(1), stopped(2));
    expect(jobView(paused).state).toBe('paused');
    const gone = feed(asked, { kind: 'cancel', reason: 'no' }, stopped(0), stopped(1), stopped(2));
    expect(jobView(gone).state).toBe('cancelled');
  });

  describe('and has to be ended by force', () => {
    const once = feed(submittedRecord(1), start(3), ready(1, 0), ready(1, 1), ready(1, 2));
    const force: JobInput = {
      ...{ kind: 'stop', attempt: 1, kill: true },
      cause: { code: 'deadline', message: 'the ranks did not stop' },
    };
    const forced = feed(once, preempt, force);
    const failed = (rank: number, code: 'cancelled' | 'rank_crashed'): JobInput =>
      report(1, rank, {
        kind: 'failed',
        failure: { cause: { code, message: code }, secondary: code === 'cancelled' },
      });
    const others = [failed(1, 'cancelled'), failed(2, 'cancelled')];

    it('loses what it had not saved, but no attempt', () => {
      const waiting = feed(forced, failed(0, 'cancelled'), ...others);
      expect(jobView(waiting)).toMatchObject({
        state: 'queued',
        attempts: [{ outcome: 'preempted', cause: { message: 'the ranks did not stop' } }],
      });
      expect(jobView(feed(waiting, start(2, 2))).state).toBe('starting');
    });

    it('is paused when its user asks for that, and gone when he cancels it', () => {
      const paused = feed(once, { kind: 'pause', reason: 'lunch' }, force);
      expect(jobView(feed(paused, failed(0, 'cancelled'), ...others)).state).toBe('paused');
      const cancelled = feed(forced, { kind: 'cancel', reason: 'no' }, failed(0, 'cancelled'), ...others);
      expect(jobView(cancelled).state).toBe('cancelled');
    });

    it('has failed all the same when a rank failed by itself', () => {
      const after = feed(forced, failed(0, 'rank_crashed'), ...others);
      expect(after.attempts[0]).toMatchObject({ outcome: 'failed', cause: { code: 'rank_crashed' } });
    });
  });

  it('is left alone when it is stopping anyway, or when another attempt was meant', () => {
    const paused = feed(begun, { kind: 'pause', reason: 'lunch' });
    expect(feed(paused, preempt)).toEqual(paused);
    expect(feed(begun, { ...preempt, attempt: 2 })).toEqual(begun);
  });
});

describe('a job that gives ranks up', () => {
  const offers = ['agent-0', 'agent-1'].map((agentId) => ({
    agentId,
    engine: 'x',
    slots: [{ slot: 5, device: 'cpu', cpuThreads: 1, free: true }],
  }));

  it('ends its generation, does not grow, and may again when it is told so', () => {
    const asked = feed(begun, allot(2));
    expect(effectsOf(begun, asked)).toEqual([{ kind: 'resize' }]);
    expect(feed(asked, allot(2))).toEqual(asked);
    const wished = feed(asked, { kind: 'scale', workers: 2 });
    expect(wished.scaledTo).toBe(2);
    expect(feed(wished, allot()).scaledTo).toBe(2);
    const small = feed(submittedRecord(), start(2), ready(1, 0), ready(1, 1), allot(2));
    expect(growthOf(small, offers, growthAfter(0))).toEqual([]);
    expect(growthOf(feed(small, allot()), offers, growthAfter(0))).toHaveLength(2);
  });
});
