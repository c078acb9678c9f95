import { type Clock, orAborted, TrainError } from '@ringmaster/core';

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly ms: number;
  /** What was waited for, for the message: "GET /v1/info of http://127.0.0.1:7070". */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` with a signal that aborts at the deadline or with the caller's signal. Does not wait for work that goes on
 * after that: Node's fetch holds the signal it was given by a weak reference (nodejs/node#55428), so that after a garbage
 * collection an abort may never reach it, nor a body of it. @throws TrainError `deadline` | `cancelled`
 */
export async function withDeadline<T>(
  options: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, ms, what, signal } = options;
  const controller = new AbortController();
  const abandon = () => controller.abort(new TrainError('cancelled', `${what} was given up`));
  if (signal?.aborted) abandon();
  signal?.addEventListener('abort', abandon, { once: true });
  const cancelTimer = clock.after(ms, () =>
    controller.abort(new TrainError('deadline', `${what} did not answer within ${ms} ms`)),
  );
  try {
    return await orAborted(work(controller.signal), controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    cancelTimer();
    signal?.removeEventListener('abort', abandon);
  }
}
