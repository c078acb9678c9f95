import { LIMITS } from '@ringmaster/contracts';
import { type Clock, silentLogger, TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { keepLease, type Renewal } from './keep-lease.js';

/** One timer, which is fired by hand. */
function handTimer() {
  let due: { readonly ms: number; readonly run: () => void } | undefined;
  const clock: Clock = {
    ...{ monotonicMs: () => 0, wallMs: () => 0 },
    after: (ms, run) => ((due = { ms, run }), () => void (due = undefined)),
  };
  const fire = async (): Promise<number | undefined> => {
    const { ms, run } = due ?? {};
    due = undefined;
    run?.();
    // Whatever follows from the answer.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return ms;
  };
  return { clock, fire };
}

function kept(answers: readonly (Renewal | TrainError)[]) {
  const timer = handTimer();
  let asked = 0;
  const lease = keepLease({
    ...{ epoch: 3, clock: timer.clock, logger: silentLogger },
    renew: async () => {
      const answer = answers[asked++];
      if (answer instanceof TrainError) throw answer;
      return answer ?? { outcome: 'kept' };
    },
  });
  return { lease, fire: timer.fire, asked: () => asked };
}

describe('a lease that is kept', () => {
  it('is renewed three times in its life, and goes on when nobody answers', async () => {
    const { lease, fire, asked } = kept([new TrainError('unavailable', 'Redis is away')]);
    for (let time = 0; time < 3; time++) expect(await fire()).toBe(LIMITS.leaseMs / 3);
    expect([asked(), lease.lost.aborted]).toEqual([3, false]);
  });

  it('tells when it is lost to another coordinator, and is renewed no more', async () => {
    const { lease, fire, asked } = kept([{ outcome: 'lost', epoch: 4, holder: 'other' }]);
    await fire();
    expect(lease.lost.reason).toMatchObject({
      code: 'fenced',
      message: 'epoch 3 is over: other is the coordinator, epoch 4',
    });
    expect([await fire(), asked()]).toEqual([undefined, 1]);
  });

  it('tells when it had to be written again', async () => {
    const { lease, fire } = kept([{ outcome: 'restored' }]);
    let restored = 0;
    const forget = lease.onRestored(() => (restored += 1));
    await fire();
    forget();
    await fire();
    expect(restored).toBe(1);
  });

  it('shows no sign of life after it was stopped', async () => {
    const { lease, fire, asked } = kept([]);
    lease.stop();
    expect([await fire(), asked()]).toEqual([undefined, 0]);
  });
});
