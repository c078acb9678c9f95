import { TrainError } from './train-error.js';

/** A half-open range of logical shards. */
export interface ShardRange {
  readonly first: number;
  readonly end: number;
}

/** Who shares the shards: one rank's place among the members of a generation. */
export interface ShardSharing {
  readonly rank: number;
  readonly world: number;
  /** How many shards each rank computes, by rank; evenly shared where absent. */
  readonly shardCounts?: readonly number[] | undefined;
}

/**
 * The contiguous shards that a rank computes out of `shards`. The ranges follow rank order and partition `0 … shards`.
 * Without counts their sizes differ by one at most, the lower ranks take the longer ones, and a rank gets an empty range
 * when there are more ranks than shards.
 * @throws TrainError `internal` when the numbers make no sense
 */
export function ownedShards({ rank, world, shardCounts }: ShardSharing, shards: number): ShardRange {
  const sane = Number.isInteger(rank) && Number.isInteger(world) && Number.isInteger(shards);
  if (!sane || world < 1 || rank < 0 || rank >= world || shards < 0) {
    throw new TrainError('internal', `no shard range for rank ${rank} of ${world} over ${shards} shards`);
  }
  if (shardCounts) return countedShards({ rank, world, shardCounts }, shards);
  const short = Math.floor(shards / world);
  const longer = shards % world;
  const first = rank * short + Math.min(rank, longer);
  return { first, end: first + short + (rank < longer ? 1 : 0) };
}

function countedShards(
  { rank, world, shardCounts }: Required<ShardSharing> & { readonly shardCounts: readonly number[] },
  shards: number,
): ShardRange {
  const total = shardCounts.reduce((sum, count) => sum + count, 0);
  const sane = shardCounts.every((count) => Number.isInteger(count) && count >= 0);
  if (!sane || shardCounts.length !== world || total !== shards) {
    throw new TrainError(
      'internal',
      `${world} ranks cannot share ${shards} shards as ${shardCounts.join(', ')}`,
    );
  }
  const first = shardCounts.slice(0, rank).reduce((sum, count) => sum + count, 0);
  return { first, end: first + (shardCounts[rank] ?? 0) };
}
