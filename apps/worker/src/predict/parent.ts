import { TrainError } from '@ringmaster/core';
import { userError } from '../trainer/user-model.js';

/** What a child says to the command that started it; errors keep their code that way. */
export type ToParent =
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'ready'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly type: 'failed'; readonly error: ReturnType<TrainError['view']> };

/** The line to the parent process; without one (started by hand) messages go to stderr. */
export interface Parent {
  say(message: ToParent): Promise<void>;
  /** Calls back when the parent is gone. */
  onGone(listener: () => void): void;
}

export function openParent(child: NodeJS.Process): Parent {
  return {
    say: (message) =>
      new Promise((resolve) => {
        if (child.connected && child.send) return void child.send(message, () => resolve());
        child.stderr.write(`${JSON.stringify(message)}\n`, () => resolve());
      }),
    onGone: (listener) => {
      child.on('disconnect', listener);
    },
  };
}

/** Tells the parent of a failure in data only; what code of users has thrown, with its place. */
export const failureOf = (caught: unknown): ToParent => {
  const { code, message } = TrainError.from(userError(caught) ?? caught);
  return { type: 'failed', error: { code, message } };
};
