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
  /** Puts back what nobody holds; does nothing while a take is under way. */
  reclaim(): Promise<void>;
}

/** Silent looks in a row after which the connections are replaced. */
const PATIENCE = 3;
/** Locks are renewed three times in their life. */
const RENEW_EVERY = Math.max(1, Math.floor(LIMITS.queueLockMs / 3 / LIMITS.queueWatchMs));

/**
 * Looks after the queue every `LIMITS.queueWatchMs`: renews locks, tells listeners when the backend goes away, comes
 * back or has more to hand out, puts lost deliveries back, and replaces connections that stay silent.
 */
export function watchQueue(options: QueueWatchOptions): { end(): Promise<void> } {
  const { state, clock } = options;
  let silent = 0;
  let looks = 0;
  let waiting = 0;
  let ended = false;
  let work: Promise<void> = Promise.resolve();
  let cancel = () => {};

  async function look(): Promise<void> {
    await state.bull.probe();
    const { queue, redis } = state.bull;
    const [next, rest, active] = await Promise.all([
      redis.llen(queue.toKey('wait')),
      redis.zcard(queue.toKey('prioritized')),
      redis.llen(queue.toKey('active')),
    ]);
    const cameBack = silent > 0;
    silent = 0;
    if (cameBack || looks++ % RENEW_EVERY === 0) await options.renew();
    // A take that got no answer may still be carried out, even later than commands sent after it: so this looks at
    // what is, every time, and not at what failed.
    if (active > state.held.size) await options.reclaim();
    const now = next + rest;
    if (cameBack) state.logger.info('the queue answers again');
    if (cameBack || now > waiting) state.changed();
    waiting = now;
  }

  async function missed(cause: unknown): Promise<void> {
    silent++;
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
    end: async () => {
      ended = true;
      cancel();
      await within(LIMITS.redisCommandMs, 'ending the watch of the queue', work).catch(() => undefined);
    },
  };
}
