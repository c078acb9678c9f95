import type { Rng } from '@ringmaster/core';
import type { ColumnFacts } from '../dataset.js';
import type { TokenFacts } from '../text/token-facts.js';

/** The shapes and labels that a generator makes, known from its config alone. */
export interface GeneratorShape {
  readonly inputShape: readonly number[];
  /** int32 where inputs are tokens. Default float32. */
  readonly inputDtype?: 'int32';
  /** Classes of the labels; without it labels are floats (regression, forecasts). */
  readonly classes?: number;
  /** float32 where a label is more than class numbers. Default int32 with classes. */
  readonly labelDtype?: 'float32';
  /** Default: one number a sample, `[]` for classes and `[1]` for floats. */
  readonly labelShape?: readonly number[];
  readonly classNames?: readonly string[];
  readonly extras?: Readonly<Record<string, ColumnFacts>>;
  readonly tokens?: TokenFacts;
}

/** The places of one sample in the columns of its data set. */
export interface SampleColumns {
  readonly x: Float32Array | Int32Array;
  readonly y: Float32Array | Int32Array;
  readonly extras: Readonly<Record<string, Float32Array | Int32Array>>;
}

/** Makes one sample: fills its columns, each as long as the product of its shape. */
export type ColumnsGenerator = (rng: Rng, columns: SampleColumns) => void;

/** Makes one sample: fills `x`, whose length is the product of the input shape, and returns the label. */
export type SampleGenerator = (rng: Rng, x: Float32Array) => number;

/** A generator of one label as one of columns. */
export const labelled =
  (make: SampleGenerator): ColumnsGenerator =>
  (rng, { x, y }) => {
    y[0] = make(rng, x as Float32Array);
  };

/** Makes one sample with a class for each pixel: fills `x` and `y`. */
export type PixelGenerator = (rng: Rng, x: Float32Array, y: Int32Array) => void;

/** The same as a generator of columns. */
export const pixelwise =
  (make: PixelGenerator): ColumnsGenerator =>
  (rng, { x, y }) => {
    make(rng, x as Float32Array, y as Int32Array);
  };

/** Makes one sample with boxes (libs/data/src/boxes): fills `x` and every row of `y`. */
export type BoxGenerator = (rng: Rng, x: Float32Array, y: Float32Array) => void;

/** The same as a generator of columns. */
export const boxed =
  (make: BoxGenerator): ColumnsGenerator =>
  (rng, { x, y }) => {
    make(rng, x as Float32Array, y as Float32Array);
  };

/** Keeps the streams of one seed apart: a generator's own constants, and the samples of each split. */
export const STREAMS = { constants: 0x5e7a, train: 0x5e70, validation: 0x5e71, test: 0x5e72 } as const;
