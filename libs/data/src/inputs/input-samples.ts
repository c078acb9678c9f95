import type { JobDocument } from '@ringmaster/contracts';
import type { Encoding } from '../encode/encoding.js';
import type { Filling } from '../files/fill-missing.js';
import type { Normalizer } from '../normalizer.js';
import type { TokenizerState } from '../text/token-facts.js';

/** One input of a model. */
export interface InputPart {
  readonly name: string;
  /** Of a sample, without the batch dimension. */
  readonly shape: readonly number[];
  /** int32: its values are whole numbers that stand for something, such as tokens. */
  readonly dtype: 'float32' | 'int32';
  /** There are so many of them, where the model knows. */
  readonly below?: number | undefined;
}

/** How texts are read for a model that was trained on labelled ones. */
export interface TextFacts {
  readonly tokenizer: TokenizerState;
  /** Where a table has its texts. */
  readonly column: string;
}

/** What samples must look like for a trained model, as its export says. */
export interface InputSpec {
  /** One sample's shape, without the batch dimension. */
  readonly shape: readonly number[];
  /** The model's inputs, where it has several or takes whole numbers; a sample is then all of them, one after the other. */
  readonly parts?: readonly InputPart[];
  /** Names of the features in the model's order, where it was trained on a table. */
  readonly columns?: readonly string[];
  /** Columns that are no features: the label among them. */
  readonly ignore: readonly string[];
  readonly delimiter: string;
  /** Fields that count as missing. */
  readonly missingMarks: readonly string[];
  /** Which columns hold words, and how each becomes features of the model. */
  readonly encodings?: readonly Encoding[];
  /** What stands in for a missing value, by feature; undefined: missing values are refused. */
  readonly filling?: (feature: number) => number;
  /** Where the model was trained on texts. */
  readonly text?: TextFacts;
}

/** Samples without labels, before normalisation. Row-major float32. */
export interface InputSamples {
  readonly count: number;
  readonly x: Float32Array;
}

/** What `data.config` of a document says about tables, as far as it is there. */
export interface TableFacts {
  readonly label?: string;
  /** The column of labelled texts. */
  readonly text?: string;
  readonly ignore?: readonly string[];
  readonly features?: readonly string[];
  readonly delimiter?: string;
  readonly missing?: 'refuse' | Filling;
  readonly missingMarks?: readonly string[];
}

export const DEFAULT_MISSING_MARKS = ['', 'NA', 'NaN', 'nan', 'null', '?'] as const;

/** What an export knows of how missing values were filled in. */
export interface FillingFacts {
  readonly missing?: TableFacts['missing'];
  /** By feature, as the data set fitted them; older exports have none. */
  readonly fillings?: readonly number[] | undefined;
  readonly normalize?: JobDocument['data']['normalize'] | undefined;
  readonly normalizer: Normalizer;
}

/**
 * What stands in for a missing value of a new sample: what stood in for one in training. Without a list of them, means of
 * the training split are known where the model was trained on standardised features.
 */
export function fillingOf({
  missing,
  fillings,
  normalize,
  normalizer,
}: FillingFacts): InputSpec['filling'] | undefined {
  if (typeof missing === 'number') return () => missing;
  if (fillings && fillings.length > 0) return (feature) => fillings[feature % fillings.length] as number;
  if (missing !== 'mean' || normalize !== 'standardize' || normalizer.kind !== 'standardize')
    return undefined;
  return (feature) => normalizer.mean[feature % normalizer.mean.length] as number;
}

/** The inputs of a model, of which most have one that is called what it likes. */
export const partsOf = ({ parts, shape }: Pick<InputSpec, 'parts' | 'shape'>): readonly InputPart[] =>
  parts ?? [{ name: 'input', shape, dtype: 'float32' }];

/** Values of one sample. */
export const sampleWidth = (parts: readonly InputPart[]): number =>
  parts.reduce((sum, { shape }) => sum + widthOf(shape), 0);

export const widthOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
