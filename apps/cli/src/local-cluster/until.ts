import { type Clock, sleep, TrainError } from '@ringmaster/core';

const PROBE_EVERY_MS = 50;

export interface UntilOptions {
  readonly clock: Clock;
  readonly ms: number;
  /** Ends "…did not happen within": `the coordinator is ready`. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** Asks `probe` until it answers something. @throws TrainError `deadline`; the signal's reason */
export async function until<T>(options: UntilOptions, probe: () => Promise<T | undefined>): Promise<T> {
  const { clock, ms, what, signal } = options;
  const end = clock.monotonicMs() + ms;
  for (;;) {
    signal.throwIfAborted();
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (clock.monotonicMs() >= end) throw new TrainError('deadline', `waited ${ms} ms in vain until ${what}`);
    await sleep(clock, PROBE_EVERY_MS, signal);
  }
}
