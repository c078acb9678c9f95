/** The training rows of a table, as selectors see them. */
export interface FeatureTable {
  readonly count: number;
  readonly width: number;
  /** In the order of the rows. */
  column(feature: number): Float32Array;
  readonly label:
    | { readonly kind: 'class'; of(row: number): string | number }
    | { readonly kind: 'number'; readonly width: number; of(row: number, at: number): number };
}

/** A feature's values in the order of the rows. */
export const column = (table: FeatureTable, feature: number): Float64Array =>
  Float64Array.from(table.column(feature));

/** The features with the highest scores, in the table's order; of equal ones the first. */
export function best(scores: ArrayLike<number>, keep: number): readonly number[] {
  return Array.from(scores, (score, feature) => ({ score, feature }))
    .sort((a, b) => b.score - a.score || a.feature - b.feature)
    .slice(0, keep)
    .map(({ feature }) => feature)
    .sort((a, b) => a - b);
}
