import { LIMITS, type RankTimings, type SlowRank } from '@ringmaster/contracts';

/**
 * Ranks that are much slower than the others, by number: their own work for a shard takes `slowRankFactor` times the median
 * of the others, and `slowRankMs` more. One that was slow before stays so until it is below `slowRankOverFactor`. Waiting
 * for others does not count, so one slow rank is named, and not those that wait for it. Pure.
 */
export function slowRanks(
  timings: readonly RankTimings[],
  before: ReadonlySet<number>,
): ReadonlyMap<number, SlowRank> {
  const judged = timings.flatMap(({ rank, shardMs }) => (shardMs === undefined ? [] : [{ rank, shardMs }]));
  const slow = new Map<number, SlowRank>();
  for (const { rank, shardMs } of judged) {
    const others = judged.filter((other) => other.rank !== rank).map((other) => other.shardMs);
    const othersMs = medianOf(others);
    if (othersMs === undefined || othersMs === 0) continue;
    const factor = shardMs / othersMs;
    const isSlow = before.has(rank)
      ? factor >= LIMITS.slowRankOverFactor
      : factor >= LIMITS.slowRankFactor && shardMs - othersMs >= LIMITS.slowRankMs;
    if (isSlow) slow.set(rank, { factor, shardMs, othersMs });
  }
  return slow;
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
