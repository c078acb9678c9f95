import { cast, log, logSoftmax, maximum, mul, sub, sum } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/** Smallest float32 with all its digits: p·log p of p = 0 is 0, and not 0 · −∞. */
const LEAST = 1.2e-38;

/**
 * Σ p·(log p − log softmax(logits)), what labels p say beyond the prediction (S. Kullback, R. Leibler, 1951). `yTrue`:
 * probabilities `[batch, …, classes]`; `yPred`: logits of the same shape. Its gradient is the cross-entropy's.
 */
export const klDivergence = (): LossFunction => (yTrue, yPred, mask) => {
  const p = cast(yTrue, 'float32');
  return meanPerSample(sum(mul(p, sub(log(maximum(p, LEAST)), logSoftmax(yPred))), -1), mask);
};
