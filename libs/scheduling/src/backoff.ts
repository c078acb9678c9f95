import { LIMITS } from '@ringmaster/contracts';

/** Pause before the attempt after `failures` failed ones, in ms: doubles from `retryBaseMs`, capped at `retryMaxMs`. */
export const retryBackoffMs = (failures: number): number =>
  Math.min(LIMITS.retryBaseMs * doubled(failures), LIMITS.retryMaxMs);

/** Pause before an agent is asked again on which `failures` ranks failed before they could join, in ms: doubles. */
export const joinBackoffMs = (failures: number): number => LIMITS.joinBackoffMs * doubled(failures);

const doubled = (failures: number): number => 2 ** Math.min(Math.max(failures, 1) - 1, 30);
