import type { LossOptions } from '@ringmaster/contracts';
import { cast, mul, relu, reshape, square, sub } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/**
 * max(0, 1 − s·z) of scores z and signs s = 2·y − 1 of labels 0 or 1, or its square, the mean over a sample's outputs
 * (C. Cortes, V. Vapnik, Machine Learning 20, 1995).
 */
export const hinge =
  ({ squared }: Extract<LossOptions, { kind: 'hinge' }>): LossFunction =>
  (yTrue, yPred, mask) => {
    const signs = sub(mul(2, reshape(cast(yTrue, 'float32'), yPred.shape)), 1);
    const margin = relu(sub(1, mul(signs, yPred)));
    return meanPerSample(squared ? square(margin) : margin, mask);
  };
