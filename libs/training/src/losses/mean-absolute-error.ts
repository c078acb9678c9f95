import { abs, cast, reshape, sub } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/** Mean of the absolute differences of a sample's outputs. `yTrue`: of as many values as `yPred`. */
export const meanAbsoluteError = (): LossFunction => (yTrue, yPred, mask) =>
  meanPerSample(abs(sub(yPred, reshape(cast(yTrue, 'float32'), yPred.shape))), mask);
