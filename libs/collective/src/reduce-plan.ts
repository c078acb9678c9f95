import { type Bucket, checkBuckets, chunkOf } from './buckets.js';
import { ownedShards, type ShardRange } from '@ringmaster/core';
import type { Membership } from './transport.js';
import { maximalSubtrees, mergePlan, type TreeMerge } from './tree.js';

/** A maximal subtree of one rank: what that rank sums and sends, bucket by bucket. */
export interface ReduceNode extends ShardRange {
  readonly rank: number;
}

/** Everything about a reduction that does not change from step to step. */
export interface ReducePlan {
  readonly membership: Membership;
  readonly shards: number;
  readonly vectorLength: number;
  readonly buckets: readonly Bucket[];
  readonly own: ShardRange;
  /** All ranks' subtrees, in shard order. */
  readonly nodes: readonly ReduceNode[];
  readonly ownNodes: readonly ReduceNode[];
  /** The additions that turn the nodes' sums into the whole sum. */
  readonly finish: readonly TreeMerge[];
  /** The chunk of each bucket that this rank finishes. */
  readonly ownChunks: readonly Bucket[];
}

/** @throws TrainError `internal` when the buckets do not partition the vector */
export function reducePlan(o: {
  readonly membership: Membership;
  readonly shards: number;
  readonly vectorLength: number;
  readonly buckets: readonly Bucket[];
}): ReducePlan {
  const { rank, world, shardCounts } = o.membership;
  checkBuckets(o.buckets, o.vectorLength);
  const nodes = Array.from({ length: world }, (_, r) =>
    maximalSubtrees(ownedShards({ rank: r, world, shardCounts }, o.shards), o.shards).map((node) => ({
      ...node,
      rank: r,
    })),
  ).flat();
  return {
    ...o,
    own: ownedShards(o.membership, o.shards),
    nodes,
    ownNodes: nodes.filter((node) => node.rank === rank),
    finish: mergePlan({ first: 0, end: o.shards }, nodes),
    ownChunks: o.buckets.map((bucket) => chunkOf(bucket, rank, world)),
  };
}
