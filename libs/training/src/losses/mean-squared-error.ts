import { cast, reshape, square, sub } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

/** Mean of the squared differences of a sample's outputs. `yTrue`: of as many values as `yPred`. */
export const meanSquaredError = (): LossFunction => (yTrue, yPred, mask) =>
  meanPerSample(square(sub(yPred, reshape(cast(yTrue, 'float32'), yPred.shape))), mask);
