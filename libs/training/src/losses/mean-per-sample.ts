import {
  cast,
  div,
  maximum,
  mean,
  mul,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

/** Of a sample whose elements all weigh nothing: its loss is 0, and not 0 ÷ 0. */
const LEAST_WEIGHT = 1e-12;

/** Values of a sample, without the batch dimension. */
export const elementsOf = ({ shape }: Tensor): number =>
  shape.slice(1).reduce((product, size) => product * size, 1);

/** Mean over everything but the first dimension: `[batch, …]` → `[batch]`; by `mask`, of as many elements, weighted. */
export function meanPerSample(values: Tensor, mask?: Tensor): Tensor1D {
  const elements = elementsOf(values);
  if (mask === undefined)
    return elements === 1 ? reshape(values, [-1]) : mean(reshape(values, [-1, elements]), 1);
  const weights = reshape(cast(mask, 'float32'), [-1, elements]);
  const weighted: Tensor1D = sum(mul(reshape(values, [-1, elements]), weights), 1);
  return div(weighted, maximum(sum(weights, 1), LEAST_WEIGHT));
}
