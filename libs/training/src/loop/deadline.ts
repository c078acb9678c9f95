import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';

/** An exchange with a deadline of its own can name the straggler, so it gets the first word. */
const GRACE_MS = 1_000;

/** How long a step may take: derived from the steps that were seen, generous before the first of a batch size. */
export interface StepDeadlines {
  limitMs(batch: number): number;
  observe(batch: number, ms: number): void;
}

export function stepDeadlines(): StepDeadlines {
  const seen = new Set<number>();
  let slowestMs = 0;
  return {
    // An unseen batch size means new shapes, and those may have to be compiled.
    limitMs: (batch) =>
      Math.max(seen.has(batch) ? LIMITS.minStepMs : LIMITS.firstStepMs, LIMITS.stepFactor * slowestMs),
    observe: (batch, ms) => {
      seen.add(batch);
      slowestMs = Math.max(slowestMs, ms);
    },
  };
}

export interface Deadline {
  readonly clock: Clock;
  readonly ms: number;
  /** For the message: `step 12`. */
  readonly what: string;
  /** For the message; default: `finished by all ranks`. */
  readonly done?: string;
  readonly signal: AbortSignal;
}

/** Runs `work` with a signal that aborts with the outer one, or with a `deadline` error once the time is up. */
export async function withDeadline<T>(
  limit: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, ms, what, done = 'finished by all ranks', signal } = limit;
  signal.throwIfAborted();
  const controller = new AbortController();
  const pass = () => controller.abort(signal.reason);
  let overdue: TrainError | undefined;
  const cancel = clock.after(ms + GRACE_MS, () => {
    overdue = new TrainError('deadline', `${what} was not ${done} within ${Math.round(ms)} ms`);
    controller.abort(overdue);
  });
  // By hand instead of AbortSignal.any, which keeps one entry a step on the long-lived signal.
  signal.addEventListener('abort', pass, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    throw overdue ?? error;
  } finally {
    cancel();
    signal.removeEventListener('abort', pass);
  }
}
