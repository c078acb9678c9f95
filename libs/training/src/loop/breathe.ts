import { type Clock, sleep } from '@ringmaster/core';

/** A timer's turn costs about a millisecond, so one in this many is at most 1 % of the time. */
const EVERY_MS = 100;

/**
 * Lets the event loop run (signals, messages, uploads) when the last turn was long enough ago. Tensor calls are
 * synchronous and an exchange may end without a turn, so nothing else guarantees one.
 */
export function breather(clock: Clock): () => Promise<void> {
  let lastMs = clock.monotonicMs();
  return async () => {
    if (clock.monotonicMs() - lastMs < EVERY_MS) return;
    await sleep(clock, 0);
    lastMs = clock.monotonicMs();
  };
}
