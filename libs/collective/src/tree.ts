import { assert, type ShardRange } from '@ringmaster/core';

/**
 * The canonical tree: a fixed binary tree over logical shards `0 … n`. A node of size n splits at the largest power
 * of two below n, so a left child is always complete and any rank's contiguous range is a few whole subtrees. Who
 * computes a shard never changes the order of the additions, hence never the bits of a sum.
 *
 * ```
 *  n = 6:        [0,6)
 *              /       \
 *          [0,4)       [4,6)
 *         /     \      /    \
 *      [0,2)  [2,4)   4      5
 * ```
 */
export function splitOf(node: ShardRange): number {
  const size = node.end - node.first;
  assert(size >= 2, `a node of ${size} shards has no children`);
  let half = 1;
  while (half * 2 < size) half *= 2;
  return node.first + half;
}

/** The largest nodes of the tree over `shards` that lie inside `range`, in shard order; at most 2·log2(shards). */
export function maximalSubtrees(range: ShardRange, shards: number): readonly ShardRange[] {
  const found: ShardRange[] = [];
  const visit = (node: ShardRange): void => {
    if (node.end <= range.first || node.first >= range.end || node.first >= node.end) return;
    if (node.first >= range.first && node.end <= range.end) {
      found.push(node);
      return;
    }
    const middle = splitOf(node);
    visit({ first: node.first, end: middle });
    visit({ first: middle, end: node.end });
  };
  visit({ first: 0, end: shards });
  return found;
}

/**
 * One addition: the sum of node `[into, end)` is the sum that begins at `into` plus the one that begins at `from`.
 * Sums are known by their first shard; the result takes the left one's name.
 */
export interface TreeMerge {
  readonly into: number;
  readonly from: number;
  readonly end: number;
}

/**
 * The additions, in an order that respects the tree, which turn the sums of `parts` (in shard order, each a node of
 * the tree or a single shard) into the sum of `root`.
 * @throws TrainError `internal` when the parts do not partition the root along its nodes
 */
export function mergePlan(root: ShardRange, parts: readonly ShardRange[]): readonly TreeMerge[] {
  const ends = new Map(parts.map((part) => [part.first, part.end]));
  const merges: TreeMerge[] = [];
  const visit = (node: ShardRange): void => {
    if (ends.get(node.first) === node.end) return;
    assert(node.end - node.first >= 2, `shard ${node.first} is in no part of the plan`);
    const middle = splitOf(node);
    visit({ first: node.first, end: middle });
    visit({ first: middle, end: node.end });
    merges.push({ into: node.first, from: middle, end: node.end });
  };
  if (root.end > root.first) visit(root);
  assert(merges.length === Math.max(0, parts.length - 1), 'the parts do not partition the tree');
  return merges;
}

/** Combines one value a shard in the canonical tree's order. @throws TrainError `internal` when there is none */
export function foldTree<T>(values: readonly T[], combine: (left: T, right: T) => T): T {
  assert(values.length > 0, 'nothing to fold');
  const sums = [...values];
  const singles = values.map((_, shard) => ({ first: shard, end: shard + 1 }));
  for (const { into, from } of mergePlan({ first: 0, end: values.length }, singles)) {
    sums[into] = combine(sums[into] as T, sums[from] as T);
  }
  return sums[0] as T;
}

/**
 * `target[i] += source[i]` in float32. The sum of two float32 values rounded from double is the correctly rounded
 * float32 sum, so every JavaScript engine gives the same bits.
 */
export function addInto(target: Float32Array, source: Float32Array): void {
  assert(target.length === source.length, `cannot add ${source.length} values to ${target.length}`);
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + (source[i] as number);
}
