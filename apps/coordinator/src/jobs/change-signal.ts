/** Wakes those who wait for something of a key to change. A wake-up says "look again", no more. */
export interface ChangeSignal {
  notify(key: string): void;
  /** Calls back on every change until the result is called. */
  subscribe(key: string, listener: () => void): () => void;
}

export function createChangeSignal(): ChangeSignal {
  const listeners = new Map<string, Set<() => void>>();
  return {
    notify: (key) => listeners.get(key)?.forEach((listener) => listener()),
    subscribe(key, listener) {
      const all = listeners.get(key) ?? new Set();
      listeners.set(key, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0 && listeners.get(key) === all) listeners.delete(key);
      };
    },
  };
}
