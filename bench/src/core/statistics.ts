import { assert } from '@ringmaster/core';

export interface Spread {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
}

/** The middle value, or the mean of the two middle ones. @throws TrainError `internal` without values */
export function median(values: readonly number[]): number {
  assert(values.length > 0, 'no values to take the median of');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Median, extremes and count. @throws TrainError `internal` without values, or with one that is no number */
export function spreadOf(values: readonly number[]): Spread {
  for (const value of values) assert(Number.isFinite(value), `a round gave ${value}`);
  return { value: median(values), min: Math.min(...values), max: Math.max(...values), n: values.length };
}

/**
 * How many times better `ours` is than `theirs`, round by round, because a machine drifts more between rounds than
 * within one; then the spread of these ratios.
 */
export function ratioOfRounds(
  ours: readonly number[],
  theirs: readonly number[],
  better: 'higher' | 'lower',
): Spread {
  assert(ours.length === theirs.length, `${ours.length} rounds of ours, ${theirs.length} of the peer`);
  return spreadOf(
    ours.map((own, round) => {
      const other = theirs[round] as number;
      return better === 'higher' ? own / other : other / own;
    }),
  );
}

export function geometricMean(values: readonly number[]): number {
  assert(values.length > 0, 'no values to take the mean of');
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Slope of the least-squares line through (x, y). 0 where all x are equal. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [mean(points.map((p) => p.x)), mean(points.map((p) => p.y))];
  const spread = points.reduce((sum, p) => sum + (p.x - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, p) => sum + (p.x - x) * (p.y - y), 0) / spread;
}
