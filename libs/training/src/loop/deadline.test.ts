import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { stepDeadlines, withDeadline } from './deadline.js';

describe('stepDeadlines', () => {
  it('is generous before the first step of a batch size, and a multiple of the slowest step after it', () => {
    const deadlines = stepDeadlines();
    expect(deadlines.limitMs(64)).toBe(LIMITS.firstStepMs);
    deadlines.observe(64, 10);
    expect(deadlines.limitMs(64)).toBe(LIMITS.minStepMs);
    expect(deadlines.limitMs(24)).toBe(LIMITS.firstStepMs);
    deadlines.observe(64, 5_000);
    deadlines.observe(64, 20);
    expect(deadlines.limitMs(64)).toBe(LIMITS.stepFactor * 5_000);
  });
});

/** Fires every timer at once, or never. */
const clockThat = (fires: boolean): Clock & { pending: number } => {
  const clock = {
    pending: 0,
    monotonicMs: () => 0,
    wallMs: () => 0,
    after: (_ms: number, callback: () => void) => {
      clock.pending++;
      if (fires) queueMicrotask(callback);
      return () => void clock.pending--;
    },
  };
  return clock;
};
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () =>
      reject(new TrainError('cancelled', 'the exchange saw its signal')),
    ),
  );

describe('withDeadline', () => {
  it('fails with deadline when the time is up, whatever the work says of its signal', async () => {
    const limit = { clock: clockThat(true), ms: 50, what: 'step 12', signal: new AbortController().signal };
    await expect(withDeadline(limit, never)).rejects.toMatchObject({
      code: 'deadline',
      message: 'step 12 was not finished by all ranks within 50 ms',
    });
  });

  it('passes on an abort from outside, and the failure of the work', async () => {
    const outer = new AbortController();
    const limit = { clock: clockThat(false), ms: 50, what: 'step 12', signal: outer.signal };
    const waiting = withDeadline(limit, never);
    outer.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(withDeadline(limit, never)).rejects.toThrow();
  });

  it('gives the result and leaves no timer behind', async () => {
    const clock = clockThat(false);
    const limit = { clock, ms: 50, what: 'step 12', signal: new AbortController().signal };
    expect(await withDeadline(limit, () => Promise.resolve(7))).toBe(7);
    expect(clock.pending).toBe(0);
  });
});
