import type { LossOptions } from '@ringmaster/contracts';
import { abs, add, cast, minimum, mul, reshape, square, sub } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/**
 * ½·e² up to |e| = δ, then δ·(|e| − ½·δ) (P. Huber, Ann. Math. Statist. 35, 1964), the mean over a sample's outputs. Written
 * as ½·q² + δ·(|e| − q) with q = min(|e|, δ), which has no branch.
 */
export const huber =
  ({ delta }: Extract<LossOptions, { kind: 'huber' }>): LossFunction =>
  (yTrue, yPred, mask) => {
    const error = abs(sub(yPred, reshape(cast(yTrue, 'float32'), yPred.shape)));
    const quadratic = minimum(error, delta);
    return meanPerSample(add(mul(0.5, square(quadratic)), mul(delta, sub(error, quadratic))), mask);
  };
