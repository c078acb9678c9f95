import { TrainError } from '@ringmaster/core';

/** A half-open range of logical shards. */
export interface ShardRange {
  readonly first: number;
  readonly end: number;
}

/**
 * The contiguous shards that `rank` of `world` computes out of `shards`. The ranges follow rank order and partition
 * `0 … shards`; their sizes differ by one at most, the lower ranks take the longer ones. A rank gets an empty range
 * when there are more ranks than shards.
 * @throws TrainError `internal` when the numbers make no sense
 */
export function ownedShards(rank: number, world: number, shards: number): ShardRange {
  const sane = Number.isInteger(rank) && Number.isInteger(world) && Number.isInteger(shards);
  if (!sane || world < 1 || rank < 0 || rank >= world || shards < 0) {
    throw new TrainError('internal', `no shard range for rank ${rank} of ${world} over ${shards} shards`);
  }
  const short = Math.floor(shards / world);
  const longer = shards % world;
  const first = rank * short + Math.min(rank, longer);
  return { first, end: first + short + (rank < longer ? 1 : 0) };
}
