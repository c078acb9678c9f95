import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import type { BullConnection } from './bull-connection.js';
import type { QueueState } from './bull-job-queue.js';
import { within } from './queue-failure.js';

export interface QueueWatchOptions {
  readonly state: QueueState;
  readonly clock: Clock;
  reopen(): Promise<BullConnection>;
  renew(): Promise<void>;
  /** False when it could not look, because a take was under way. */
  reclaim(): Promise<boolean>;
}

/** Silent looks in a row after which the connections are replaced. */
const PATIENCE = 3;
/** Locks are renewed three times in their life. */
const RENEW_EVERY = Math.max(1, Math.floor(LIMITS.queueLockMs / 3 / LIMITS.queueWatchMs));

/**
 * Looks after the queue every `LIMITS.queueWatchMs`: renews locks, tells listeners when the backend goes away, comes
 * back or has more to hand out, puts lost deliveries back, and replaces connections that stay silent.
 */
export function watchQueue(options: QueueWatchOptions): { suspect(): void; end(): Promise<void> } {
  const { state, clock } = options;
  let silent = 0;
  let looks = 0;
  let waiting = 0;
  // A command that failed may still have been carried out: a delivery may have been lost.
  let suspicious = false;
  let ended = false;
  let work: Promise<void> = Promise.resolve();
  let cancel = () => {};

  async function look(): Promise<void> {
    await state.bull.probe();
    const { queue, redis } = state.bull;
    const counts = await Promise.all([
      redis.llen(queue.toKey('wait')),
      redis.zcard(queue.toKey('prioritized')),
    ]);
    const cameBack = silent > 0;
    silent = 0;
    if (cameBack || looks++ % RENEW_EVERY === 0) await options.renew();
    if (suspicious) suspicious = !(await options.reclaim());
    const now = counts[0] + counts[1];
    if (cameBack) state.logger.info('the queue answers again');
    if (cameBack || now > waiting) state.changed();
    waiting = now;
  }

  async function missed(cause: unknown): Promise<void> {
    silent++;
    suspicious = true;
    if (silent === 1) {
      state.logger.warn('the queue does not answer', { error: TrainError.from(cause).message });
      state.changed();
    }
    if (silent < PATIENCE) return;
    try {
      const fresh = await options.reopen();
      const old = state.bull;
      state.bull = fresh;
      state.logger.warn('the connections of the queue stayed silent and were replaced');
      await old.close();
    } catch (error) {
      state.logger.debug('the queue cannot be reached yet', { error: TrainError.from(error).message });
    }
  }

  const plan = () => {
    if (ended) return;
    cancel = clock.after(LIMITS.queueWatchMs, () => {
      work = within(4 * LIMITS.redisCommandMs, 'looking after the queue', look())
        .catch(missed)
        .then(plan);
    });
  };
  plan();
  return {
    suspect: () => (suspicious = true),
    end: async () => {
      ended = true;
      cancel();
      await within(LIMITS.redisCommandMs, 'ending the watch of the queue', work).catch(() => undefined);
    },
  };
}
