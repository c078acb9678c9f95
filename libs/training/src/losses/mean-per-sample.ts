import { mean, reshape, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

/** Mean over everything but the first dimension: `[batch, …]` → `[batch]`. */
export function meanPerSample(values: Tensor): Tensor1D {
  const outputs = values.shape.slice(1).reduce((product, size) => product * size, 1);
  return outputs === 1 ? reshape(values, [-1]) : mean(reshape(values, [-1, outputs]), 1);
}
