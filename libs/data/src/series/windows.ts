import type { Split } from '../dataset.js';

export interface WindowSpec {
  /** Known values of a sample. */
  readonly length: number;
  /** Values to forecast. */
  readonly horizon: number;
  /** Values between the beginnings of two samples. */
  readonly stride: number;
  /** Shares of the series, at its end, that validate and test. */
  readonly validation: number;
  readonly test: number;
}

/** Where the parts of a series begin: training from 0, then validation, then test, up to `count`. */
export function partsOf(count: number, { validation, test }: Pick<WindowSpec, 'validation' | 'test'>) {
  const testing = Math.round(count * (1 - test));
  return { validation: Math.round(count * (1 - test - validation)), test: testing };
}

/**
 * The beginnings of each split's samples. What is to be forecast lies wholly within the split's own part of the series; what
 * is known of it may reach back into the part before, as it will when the model is used.
 */
export function windowStarts(count: number, spec: WindowSpec): Readonly<Record<Split, Uint32Array>> {
  const { length, horizon, stride } = spec;
  const parts = partsOf(count, spec);
  const between = (from: number, to: number) => {
    const first = Math.max(0, from - length);
    const room = to - horizon - length - first;
    return Uint32Array.from(
      { length: room < 0 ? 0 : Math.floor(room / stride) + 1 },
      (_, i) => first + i * stride,
    );
  };
  return {
    train: between(0, parts.validation),
    validation: between(parts.validation, parts.test),
    test: between(parts.test, count),
  };
}
