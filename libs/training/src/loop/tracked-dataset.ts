import type { Dataset } from '@ringmaster/data';
import { addDigests, idDigest } from '../order/id-digest.js';

/** A data set that remembers what it delivered. */
export interface TrackedDataset {
  readonly dataset: Dataset;
  /** Digest of the ids delivered since the last call. */
  takeDigest(): bigint;
}

export function trackedDataset(dataset: Dataset): TrackedDataset {
  let digest = 0n;
  return {
    dataset: {
      info: dataset.info,
      read: (split, ids) => {
        const batch = dataset.read(split, ids);
        digest = addDigests(digest, idDigest(ids.subarray(0, batch.count)));
        return batch;
      },
      close: () => dataset.close(),
    },
    takeDigest: () => {
      const taken = digest;
      digest = 0n;
      return taken;
    },
  };
}
