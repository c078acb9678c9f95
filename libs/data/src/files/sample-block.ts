import type { StreamedRows } from '../stream/streamed-rows.js';

/**
 * The labels of a block: class numbers, `width` numbers a sample, words that become class numbers later, or the boxes of each
 * sample (rows as in libs/data/src/boxes).
 */
export type BlockLabels =
  | { readonly kind: 'class'; readonly values: Int32Array }
  | { readonly kind: 'number'; readonly values: Float32Array; readonly shape: readonly number[] }
  | { readonly kind: 'category'; readonly values: readonly string[] }
  | {
      readonly kind: 'boxes';
      readonly values: readonly (readonly (readonly number[])[])[];
      readonly classNames: readonly string[];
    };

/** What a reader makes of one file, or of files that belong together. */
export interface SampleBlock {
  /** For messages. */
  readonly file: string;
  readonly count: number;
  readonly inputShape: readonly number[];
  /** Names of the features, where the file has some; all blocks of a data set must agree. */
  readonly columns?: readonly string[];
  /** The words of columns that hold some, by the column's place; `x` holds their places in the list. */
  readonly dictionaries?: ReadonlyMap<number, readonly string[]>;
  /** Of a table's rows, where the split is made by a column: its value in each. */
  readonly keys?: readonly string[];
  /** Samples that stay in files; `x` is empty then. */
  readonly rows?: StreamedRows;
  /** Row-major; bytes stand for value ÷ 255, NaN for a missing value. */
  readonly x: Uint8Array | Float32Array;
  readonly labels: BlockLabels;
  /** Where a sample's label stands. It outlives the block, so it must not hold on to what is large. */
  readonly labelAt: (row: number) => string;
}

/** `labelAt` of samples whose places are listed: a closure of its own, which holds on to nothing else. */
export const placesOf =
  (places: readonly string[]): SampleBlock['labelAt'] =>
  (row) =>
    places[row] ?? '';
