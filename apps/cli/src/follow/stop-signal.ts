import type { Session } from '../session/session.js';

/** Why somebody who follows a job stops: `--timeout` has passed, or the user interrupted. */
export interface StopSignal {
  readonly signal: AbortSignal;
  interrupt(): void;
  hasTimedOut(): boolean;
  /** Takes the timer away. */
  dispose(): void;
}

export function deadlineOf({ clock, flags }: Pick<Session, 'clock' | 'flags'>): StopSignal {
  const controller = new AbortController();
  let isTimeout = false;
  const cancelTimer =
    flags.timeoutMs === undefined
      ? () => undefined
      : clock.after(flags.timeoutMs, () => {
          isTimeout = !controller.signal.aborted;
          controller.abort();
        });
  return {
    signal: controller.signal,
    interrupt: () => controller.abort(),
    hasTimedOut: () => isTimeout,
    dispose: cancelTimer,
  };
}
