import { shardSlice } from './training-plan.js';

/** The ids in at most `count` pieces: contiguous, in order, sizes differing by one at most, none empty. */
export function microBatches(ids: Uint32Array, count: number): readonly Uint32Array[] {
  const pieces = Math.min(count, ids.length);
  return Array.from({ length: pieces }, (_, piece) => {
    const { from, to } = shardSlice(ids.length, pieces, piece);
    return ids.subarray(from, to);
  });
}
