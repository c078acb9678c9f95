import { cast, logSoftmax, mul, neg, oneHot, reshape, sum, type Tensor1D } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';

/** −log softmax(logits)[class]. `yTrue`: class numbers, `[batch]` or `[batch, 1]`, int32. `yPred`: `[batch, classes]`. */
export const sparseCategoricalCrossentropy: LossFunction = (yTrue, yPred) => {
  const classes = yPred.shape[yPred.rank - 1] ?? 1;
  const labels = cast(reshape(yTrue, [-1]), 'int32') as Tensor1D;
  return neg(sum(mul(cast(oneHot(labels, classes), 'float32'), logSoftmax(yPred)), -1));
};
