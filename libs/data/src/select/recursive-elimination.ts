import { column, type FeatureTable } from './feature-table.js';
import { variance } from './variance.js';

/** Of the sum of squares on the diagonal: keeps the equations solvable when features say the same. */
const RIDGE = 1e-6;

/**
 * Recursive feature elimination (Guyon et al., "Gene selection for cancer classification using support vector machines",
 * 2002) with linear least squares on standardised features, one output a class: the feature with the smallest sum of squared
 * coefficients goes, until `keep` are left; of equal ones the last goes.
 */
export function byElimination(table: FeatureTable, { keep }: { readonly keep: number }): readonly number[] {
  const features = Array.from({ length: table.width }, (_, feature) => standardised(column(table, feature)));
  const targets = targetsOf(table);
  const gram = features.map((a) => features.map((b) => dot(a, b)));
  const sides = features.map((a) => targets.map((target) => dot(a, target)));
  let left = features.map((_, feature) => feature);
  while (left.length > keep) {
    const weights = solve(
      left.map((i) => left.map((j) => (gram[i]?.[j] ?? 0) + (i === j ? RIDGE * table.count : 0))),
      left.map((i) => [...(sides[i] ?? [])]),
    );
    const needs = weights.map((row) => row.reduce((sum, weight) => sum + weight * weight, 0));
    const least = needs.lastIndexOf(Math.min(...needs));
    left = left.filter((_, at) => at !== least);
  }
  return left;
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(variance(values)) || 1;
  return values.map((value) => (value - mean) / deviation);
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, row) => sum + value * (b[row] as number), 0);

/** One column a class, or a number to predict. */
function targetsOf({ count, label }: FeatureTable): readonly Float64Array[] {
  if (label.kind === 'number')
    return Array.from({ length: label.width }, (_, at) =>
      standardised(Float64Array.from({ length: count }, (_, row) => label.of(row, at))),
    );
  const classes = [...new Set(Array.from({ length: count }, (_, row) => label.of(row)))];
  return classes.map((one) =>
    standardised(Float64Array.from({ length: count }, (_, row) => Number(label.of(row) === one))),
  );
}

/** Solves a·x = b for several right sides by elimination with row pivots; both are used up. */
function solve(a: number[][], b: number[][]): readonly (readonly number[])[] {
  const n = a.length;
  const row = (m: number[][], i: number) => m[i] as number[];
  const subtract = (to: number[], from: readonly number[], factor: number) => {
    for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) - factor * (from[i] as number);
  };
  for (let at = 0; at < n; at++) {
    let pivot = at;
    for (let i = at + 1; i < n; i++)
      if (Math.abs(row(a, i)[at] as number) > Math.abs(row(a, pivot)[at] as number)) pivot = i;
    for (const m of [a, b]) [m[at], m[pivot]] = [row(m, pivot), row(m, at)];
    for (let i = 0; i < n; i++) {
      if (i === at) continue;
      const factor = (row(a, i)[at] as number) / (row(a, at)[at] as number);
      for (const m of [a, b]) subtract(row(m, i), row(m, at), factor);
    }
  }
  return b.map((side, i) => side.map((value) => value / (row(a, i)[i] as number)));
}
