import { column, type FeatureTable } from './feature-table.js';

/** The variance of a list, in two passes. */
export function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Features whose variance exceeds `above`. */
export const byVariance = (table: FeatureTable, { above }: { readonly above: number }): readonly number[] =>
  Array.from({ length: table.width }, (_, feature) => feature).filter(
    (feature) => variance(column(table, feature)) > above,
  );
