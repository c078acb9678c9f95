import { add, cast, mul, neg, reshape, softplus, sub } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/**
 * y·softplus(−z) + (1−y)·softplus(z) of logits z, the mean over a sample's outputs. Both terms are free of
 * cancellation, so neither a sure hit nor a sure miss loses its digits. `yTrue`: 0…1, of as many values as `yPred`.
 */
export const binaryCrossentropy: LossFunction = (yTrue, yPred) => {
  const y = reshape(cast(yTrue, 'float32'), yPred.shape);
  return meanPerSample(add(mul(y, softplus(neg(yPred))), mul(sub(1, y), softplus(yPred))));
};
