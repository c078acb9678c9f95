import { auditFloat, type Statistics } from '@ringmaster/contracts';

/** Gathers the statistics of values that come in pieces. Sums are float64. */
export interface StatisticsOf {
  add(values: ArrayLike<number>): void;
  result(): Statistics;
}

export function statisticsOf(): StatisticsOf {
  let [count, finite, sum, squares] = [0, 0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  return {
    add(values) {
      count += values.length;
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (!Number.isFinite(value)) continue;
        finite += 1;
        sum += value;
        squares += value * value;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    },
    result() {
      const mean = sum / finite;
      const known = (value: number) => (finite > 0 ? value : null);
      return {
        count,
        min: known(min),
        max: known(max),
        mean: known(mean),
        std: known(Math.sqrt(Math.max(0, squares / finite - mean * mean))),
        norm: auditFloat(count === finite ? Math.sqrt(squares) : NaN),
        nonFinite: count - finite,
      };
    },
  };
}
