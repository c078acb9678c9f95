import { assert } from '@ringmaster/core';
import type { Dataset } from '@ringmaster/data';
import { addDigests, idDigest } from '../order/id-digest.js';

/** How many samples a reader delivered, and which, by its own word. */
export interface Delivered {
  readonly count: number;
  readonly digest: bigint;
}

export const addDelivered = (a: Delivered, b: Delivered): Delivered => ({
  count: a.count + b.count,
  digest: addDigests(a.digest, b.digest),
});

/** A data set that remembers what it delivered: not what it was asked for. */
export interface TrackedDataset {
  readonly dataset: Dataset;
  /** What was delivered since the last call. */
  takeDelivered(): Delivered;
}

export function trackedDataset(dataset: Dataset): TrackedDataset {
  let delivered: Delivered = { count: 0, digest: 0n };
  return {
    dataset: {
      info: dataset.info,
      read: (split, ids) => {
        const batch = dataset.read(split, ids);
        assert(
          batch.ids.length === batch.count,
          `${dataset.info.name} gave ${batch.count} samples and named ${batch.ids.length}`,
        );
        delivered = addDelivered(delivered, { count: batch.count, digest: idDigest(batch.ids) });
        return batch;
      },
      close: () => dataset.close(),
    },
    takeDelivered: () => {
      const taken = delivered;
      delivered = { count: 0, digest: 0n };
      return taken;
    },
  };
}
