import { cast, logSoftmax, mul, neg, sum } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';

/** −Σ p·log softmax(logits). `yTrue`: probabilities, `[batch, classes]`. `yPred`: logits of the same shape. */
export const categoricalCrossentropy: LossFunction = (yTrue, yPred) =>
  neg(sum(mul(cast(yTrue, 'float32'), logSoftmax(yPred)), -1));
