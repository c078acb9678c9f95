import { cast, mul, onesLike, reshape, stack, sum, type Tensor } from '@tensorflow/tfjs-core';
import { elementsOf } from '../losses/mean-per-sample.js';

/** For each sample the weighted sum of its elements' values, and the sum of their weights: `[batch, …]` → `[batch, 2]`. */
export function counted(values: Tensor, mask: Tensor | undefined): Tensor {
  const flat = reshape(values, [-1, elementsOf(values)]);
  const weights = mask ? reshape(cast(mask, 'float32'), flat.shape) : onesLike(flat);
  return stack([sum(mul(flat, weights), 1), sum(weights, 1)], 1);
}
