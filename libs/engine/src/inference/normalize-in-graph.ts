import type { Normalizer } from '@ringmaster/data';
import { div, scalar, sub, type Tensor, tensor } from '@tensorflow/tfjs-core';

/** A rest of a mean below this share of a deviation cannot be seen in float32. */
const NEGLIGIBLE = 1e-7;

/**
 * (x − mean) ÷ std as ops. Training computes it in float64; where a mean does not fit float32 closely enough (large
 * values with a small deviation) its rest is subtracted as well, so that both agree to float32's own precision. The
 * rest comes after the division: TensorFlow's optimizer would add two constants that are subtracted in a row.
 */
export function normalizeInGraph(x: Tensor, normalizer: Normalizer): Tensor {
  if (normalizer.kind === 'none') return x;
  const { mean, std } = normalizer;
  const constant = (values: readonly number[]): Tensor =>
    values.length === 1 ? scalar(values[0] ?? 0) : tensor([...values], x.shape.slice(1));
  const scaled = div(sub(x, constant(mean)), constant(std));
  const rest = mean.map((value, i) => (value - Math.fround(value)) / (std[i] ?? 1));
  return rest.every((value) => Math.abs(value) <= NEGLIGIBLE) ? scaled : sub(scaled, constant(rest));
}
