import { assert, type ShardRange } from '@ringmaster/core';
import type { ReducePlan } from './reduce-plan.js';
import { SubtreeSum } from './subtree-sum.js';

/** The sums of this rank's subtrees in one round. */
export class OwnSums {
  readonly #sums: readonly SubtreeSum[];

  constructor(
    private readonly plan: ReducePlan,
    leaves: ReadonlyMap<number, Float32Array>,
    private readonly onBucket: (sum: SubtreeSum, bucket: number) => void,
  ) {
    this.#sums = plan.ownNodes.map((node) => new SubtreeSum(node, leaves));
  }

  /** In shard order. */
  get all(): readonly SubtreeSum[] {
    return this.#sums;
  }

  /** False when the shard had been contributed before. */
  contribute(shard: number): boolean {
    const sum = this.#sums.find(({ node }) => shard >= node.first && shard < node.end);
    assert(sum, `shard ${shard} does not belong to rank ${this.plan.membership.rank}`);
    return sum.add(shard, this.plan.buckets, (bucket) => this.onBucket(sum, bucket));
  }

  uncontributed(): ShardRange | undefined {
    return this.#sums.find(({ complete }) => !complete)?.node;
  }
}
