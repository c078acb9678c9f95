import { type Bucket, sliceOf } from './buckets.js';
import type { ShardRange } from '@ringmaster/core';
import { addInto, mergePlan, type TreeMerge } from './tree.js';

/**
 * Sums the leaves of one subtree, in place: the sum ends in the leaf of its first shard. Additions happen as soon as
 * the tree allows; those that the last leaf makes possible go bucket by bucket, so that the first bucket can leave
 * while the later ones are still added.
 */
export class SubtreeSum {
  #open: readonly TreeMerge[];
  readonly #missing: Set<number>;

  constructor(
    readonly node: ShardRange,
    private readonly leaves: ReadonlyMap<number, Float32Array>,
  ) {
    const shards = Array.from({ length: node.end - node.first }, (_, i) => node.first + i);
    this.#missing = new Set(shards);
    this.#open = mergePlan(
      node,
      shards.map((first) => ({ first, end: first + 1 })),
    );
  }

  /** Values of the sum; whole only after `onBucket` was called for the bucket. */
  get sum(): Float32Array {
    return this.leaves.get(this.node.first) as Float32Array;
  }

  get complete(): boolean {
    return this.#missing.size === 0;
  }

  /** False when the shard had been added before. */
  add(shard: number, buckets: readonly Bucket[], onBucket: (bucket: number) => void): boolean {
    if (!this.#missing.delete(shard)) return false;
    if (this.complete) {
      buckets.forEach((bucket, index) => {
        for (const merge of this.#open) this.#merge(merge, bucket);
        onBucket(index);
      });
    } else {
      this.#open = this.#open.filter((merge) => !this.#mergeIfReady(merge));
    }
    return true;
  }

  #mergeIfReady(merge: TreeMerge): boolean {
    for (let shard = merge.into; shard < merge.end; shard++) if (this.#missing.has(shard)) return false;
    this.#merge(merge, { offset: 0, size: this.sum.length });
    return true;
  }

  #merge({ into, from }: TreeMerge, slice: Bucket): void {
    addInto(
      sliceOf(this.leaves.get(into) as Float32Array, slice),
      sliceOf(this.leaves.get(from) as Float32Array, slice),
    );
  }
}
