import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { LogLease } from './log-homes.js';

/** What a sign of life came to; `restored` when Redis had lost the lease, and probably everything else. */
export type Renewal =
  | { readonly outcome: 'kept' | 'restored' }
  | { readonly outcome: 'lost'; readonly epoch: number; readonly holder: string };

export interface KeepLeaseOptions {
  /** Fencing number that the lease was granted with. */
  readonly epoch: number;
  /** Shows one sign of life. @throws TrainError `unavailable` when nobody answers; the lease is not lost by that */
  readonly renew: () => Promise<Renewal>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A lease that was granted and is renewed from now on. */
export interface KeptLease extends LogLease {
  /** Aborts with a TrainError `fenced` when another coordinator holds the lease. A silent Redis does not abort it. */
  readonly lost: AbortSignal;
  /** Shows a sign of life now. True when Redis had lost the lease and has it again. @throws TrainError `fenced` | `unavailable` */
  renew(): Promise<boolean>;
  /** Shows no more signs of life, and cannot be lost any more. Idempotent. */
  stop(): void;
}

/** Renews a lease three times in `LIMITS.leaseMs`, until it is lost or stopped. */
export function keepLease({ epoch, clock, logger, ...o }: KeepLeaseOptions): KeptLease {
  const lost = new AbortController();
  const restored = new Set<() => void>();
  let isStopped = false;
  let cancel = () => {};
  const renew = async () => {
    const renewal = await o.renew();
    if (renewal.outcome === 'lost') {
      const error = new TrainError(
        'fenced',
        `epoch ${epoch} is over: ${renewal.holder} is the coordinator, epoch ${renewal.epoch}`,
      );
      if (!isStopped) lost.abort(error);
      throw error;
    }
    if (renewal.outcome !== 'restored') return false;
    logger.warn('Redis had lost the lease; written again', { epoch });
    for (const listener of restored) listener();
    return true;
  };
  const plan = () => {
    if (isStopped || lost.signal.aborted) return;
    cancel = clock.after(LIMITS.leaseMs / 3, () => {
      renew()
        .catch((cause: unknown) =>
          logger.warn('the lease was not renewed', { error: TrainError.from(cause).message }),
        )
        .finally(plan);
    });
  };
  plan();
  return {
    epoch,
    lost: lost.signal,
    renew,
    onRestored: (listener) => {
      restored.add(listener);
      return () => restored.delete(listener);
    },
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
