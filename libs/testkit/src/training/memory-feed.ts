import { systemClock, TrainError } from '@ringmaster/core';
import type { DeliveredBatch } from '@ringmaster/data';
import type { BatchFeed, BatchRequest } from '@ringmaster/training';

export interface MemoryFeed extends BatchFeed {
  /** Most batches that were asked for at the same time and not given yet. */
  readonly most: number;
  /** How often what was asked for was given up. */
  readonly discards: number;
}

/** Prepares batches in this thread, one a turn of the event loop; what was discarded never comes. */
export function memoryFeed(prepare: (request: BatchRequest) => DeliveredBatch, depth = 4): MemoryFeed {
  let [most, discards, waiting] = [0, 0, 0];
  return {
    depth,
    get most() {
      return most;
    },
    get discards() {
      return discards;
    },
    prepare(request) {
      const round = discards;
      waiting += 1;
      most = Math.max(most, waiting);
      return new Promise((resolve, reject) =>
        systemClock.after(0, () => {
          if (round !== discards) return;
          waiting -= 1;
          try {
            resolve(prepare(request));
          } catch (cause) {
            reject(TrainError.from(cause));
          }
        }),
      );
    },
    discard() {
      discards += 1;
      waiting = 0;
    },
  };
}
