import type { LossOptions } from '@ringmaster/contracts';
import {
  add,
  cast,
  div,
  mean,
  mul,
  oneHot,
  reshape,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { elementsOf } from './mean-per-sample.js';

/**
 * 1 − (2·Σ p·t + s) / (Σ p + Σ t + s) of softmax probabilities p and labels t over a sample's pixels, the mean over classes
 * (F. Milletari et al., "V-Net", 3DV 2016, without squares), with the smoothing s. `yTrue`: class numbers `[batch, …]`;
 * `yPred`: `[batch, …, classes]`. Masked pixels are no part of any sum.
 */
export const dice =
  ({ smooth }: Extract<LossOptions, { kind: 'dice' }>): LossFunction =>
  (yTrue, yPred, mask) => {
    const classes = yPred.shape.at(-1) ?? 1;
    const shape = [-1, elementsOf(yPred) / classes, classes];
    const labels = cast(reshape(yTrue, [-1]), 'int32') as Tensor1D;
    const weigh = (values: Tensor): Tensor =>
      mask ? mul(values, reshape(cast(mask, 'float32'), [-1, shape[1] ?? 1, 1])) : values;
    const found = weigh(reshape(softmax(yPred), shape));
    const true_ = weigh(reshape(cast(oneHot(labels, classes), 'float32'), shape));
    // Both carry the mask; of weights 0 and 1 its square is itself.
    const overlap = sum(mul(found, true_), 1);
    const sizes = add(sum(found, 1), sum(true_, 1));
    return mean(sub(1, div(add(mul(2, overlap), smooth), add(sizes, smooth))), -1) as Tensor1D;
  };
