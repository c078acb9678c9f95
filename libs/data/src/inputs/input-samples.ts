import type { Normalizer } from '../normalizer.js';

/** What samples must look like for a trained model, as its export says. */
export interface InputSpec {
  /** One sample's shape, without the batch dimension. */
  readonly shape: readonly number[];
  /** Names of the features in the model's order, where it was trained on a table. */
  readonly columns?: readonly string[];
  /** Columns that are no features: the label among them. */
  readonly ignore: readonly string[];
  readonly delimiter: string;
  /** Fields that count as missing. */
  readonly missingMarks: readonly string[];
  /** What stands in for a missing value, by feature; undefined: missing values are refused. */
  readonly filling?: (feature: number) => number;
}

/** Samples without labels, before normalisation. Row-major float32. */
export interface InputSamples {
  readonly count: number;
  readonly x: Float32Array;
}

/** What `data.config` of a document says about tables, as far as it is there. */
export interface TableFacts {
  readonly label?: string;
  readonly ignore?: readonly string[];
  readonly features?: readonly string[];
  readonly delimiter?: string;
  readonly missing?: 'refuse' | 'mean' | number;
  readonly missingMarks?: readonly string[];
}

export const DEFAULT_MISSING_MARKS = ['', 'NA', 'NaN', 'nan', 'null', '?'] as const;

/**
 * What stands in for a missing value of a new sample: what stood in for one in training. The means of the training split
 * are known where the model was trained on standardised features.
 */
export function fillingOf(
  missing: TableFacts['missing'],
  normalizer: Normalizer,
): InputSpec['filling'] | undefined {
  if (typeof missing === 'number') return () => missing;
  if (missing !== 'mean' || normalizer.kind !== 'standardize') return undefined;
  return (feature) => normalizer.mean[feature % normalizer.mean.length] as number;
}

export const widthOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
