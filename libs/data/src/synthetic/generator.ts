import type { Rng } from '@ringmaster/core';

/** The shapes and labels that a generator makes, known from its config alone. */
export interface GeneratorShape {
  readonly inputShape: readonly number[];
  /** Of a label; default: one class or one number. */
  readonly labelShape?: readonly number[];
  readonly classNames?: readonly string[];
  /** Classes of the labels; without it the label is one float (regression). */
  readonly classes?: number;
}

/** Makes one sample: fills `x`, whose length is the product of the input shape, and returns the label. */
export type SampleGenerator = (rng: Rng, x: Float32Array) => number;

/** Makes one sample with a class for each pixel: fills `x` and `y`. */
export type PixelGenerator = (rng: Rng, x: Float32Array, y: Int32Array) => void;

/** Keeps the streams of one seed apart: a generator's own constants, and the samples of each split. */
export const STREAMS = { constants: 0x5e7a, train: 0x5e70, validation: 0x5e71, test: 0x5e72 } as const;
