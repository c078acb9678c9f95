export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Signals as events. With nobody listening a signal ends the process with 130, as it does everywhere. */
export interface Interrupts {
  /** The newest listener hears a signal alone. The result stops listening. */
  listen(listener: (signal: InterruptSignal) => void): () => void;
}

interface SignalSource {
  on(signal: InterruptSignal, listener: () => void): unknown;
}

export function createInterrupts(source: SignalSource, exit: () => void): Interrupts {
  const listeners: ((signal: InterruptSignal) => void)[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    source.on(signal, () => {
      const newest = listeners.at(-1);
      if (newest === undefined) exit();
      else newest(signal);
    });
  return {
    listen(listener) {
      listeners.push(listener);
      return () => {
        const index = listeners.indexOf(listener);
        if (index >= 0) listeners.splice(index, 1);
      };
    },
  };
}
