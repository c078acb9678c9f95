import { quantile } from '../files/fill-missing.js';
import { best, column, type FeatureTable } from './feature-table.js';

interface Options {
  readonly keep: number;
  readonly bins: number;
}

/** The features that share most information with the label, by histograms with equally full bins. */
export function byMutualInformation(table: FeatureTable, { keep, bins }: Options): readonly number[] {
  const labels = labelCodes(table, bins);
  const scores = Array.from({ length: table.width }, (_, feature) =>
    mutualInformation(binned(column(table, feature), bins), labels),
  );
  return best(scores, keep);
}

/** I(a; b) = Σ p(a, b)·ln(p(a, b) ÷ (p(a)·p(b))), in nats, of two lists of codes (Shannon 1948). */
export function mutualInformation(a: readonly number[], b: readonly number[]): number {
  const [ofA, ofB, ofBoth] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ];
  const count = <Key>(map: Map<Key, number>, key: Key) => map.set(key, (map.get(key) ?? 0) + 1);
  a.forEach((code, row) => {
    count(ofA, code);
    count(ofB, b[row] as number);
    count(ofBoth, `${code} ${b[row]}`);
  });
  let sum = 0;
  for (const [key, both] of ofBoth) {
    const [left, right] = key.split(' ').map(Number) as [number, number];
    sum += (both / a.length) * Math.log((both * a.length) / ((ofA.get(left) ?? 0) * (ofB.get(right) ?? 0)));
  }
  return sum;
}

/** The number of the bin of each value; equal values are in one bin. */
export function binned(values: Float64Array, bins: number): readonly number[] {
  const sorted = values.slice().sort();
  const edges = Array.from({ length: bins - 1 }, (_, i) => quantile(sorted, (i + 1) / bins));
  return Array.from(values, (value) => edges.filter((edge) => edge < value).length);
}

function labelCodes({ count, label }: FeatureTable, bins: number): readonly number[] {
  if (label.kind === 'number')
    return binned(
      Float64Array.from({ length: count }, (_, row) => label.of(row, 0)),
      bins,
    );
  const codes = new Map<string | number, number>();
  return Array.from({ length: count }, (_, row) => {
    const word = label.of(row);
    if (!codes.has(word)) codes.set(word, codes.size);
    return codes.get(word) as number;
  });
}
