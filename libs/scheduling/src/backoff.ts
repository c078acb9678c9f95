import { LIMITS } from '@ringmaster/contracts';

/** Pause before the attempt after `failures` failed ones, in ms: doubles from `retryBaseMs`, capped at `retryMaxMs`. */
export function retryBackoffMs(failures: number): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 30);
  return Math.min(LIMITS.retryBaseMs * 2 ** doublings, LIMITS.retryMaxMs);
}
