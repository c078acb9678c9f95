/** Time as a port: tests and the simulator bring their own. No code of ours sleeps or times out without one. */
export interface Clock {
  /** Milliseconds that never go backwards; for measuring and for deadlines. */
  monotonicMs(): number;
  /** Wall time in milliseconds since the epoch; for display only. */
  wallMs(): number;
  /** Calls back once after `ms`; the result cancels it. Never keeps a process alive by itself. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (ms, callback) => {
    const timer: unknown = setTimeout(callback, ms);
    return () => clearTimeout(timer as number);
  },
};

/** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}
