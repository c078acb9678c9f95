import type { CheckpointStore } from '../ports/checkpoint-store.js';

export interface StoreWithSpoolOptions {
  readonly store: CheckpointStore;
  /** Where checkpoints go when the store is out of reach for good. */
  readonly spool: CheckpointStore;
  /** Aborts at that moment: a save that is under way begins again in the spool. */
  readonly cutOff: AbortSignal;
}

export interface StoreWithSpool extends CheckpointStore {
  /** That step was saved into the spool, and the store does not have it. */
  isSpooled(step: number): boolean;
}

/** One store for a rank, whether there is a coordinator or not. Nothing is removed once it is cut off. */
export function storeWithSpool({ store, spool, cutOff }: StoreWithSpoolOptions): StoreWithSpool {
  const spooled = new Set<number>();
  const either = (signal: AbortSignal) => AbortSignal.any([signal, cutOff]);
  return {
    isSpooled: (step) => spooled.has(step),
    async save(step, files, manifest, signal) {
      try {
        if (!cutOff.aborted) return await store.save(step, files, manifest, either(signal));
      } catch (error) {
        if (!cutOff.aborted || signal.aborted) throw error;
      }
      await spool.save(step, files, manifest, signal);
      spooled.add(step);
    },
    load: (step, signal) => (spooled.has(step) ? spool.load(step, signal) : store.load(step, either(signal))),
    list: async (signal) => (cutOff.aborted ? [...spooled] : store.list(either(signal))),
    async remove(step, signal) {
      if (!cutOff.aborted) await store.remove(step, either(signal));
    },
  };
}
