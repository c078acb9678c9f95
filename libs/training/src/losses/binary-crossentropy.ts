import type { LossOptions } from '@ringmaster/contracts';
import { add, cast, mul, neg, reshape, softplus, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

type Options = Extract<LossOptions, { kind: 'binaryCrossentropy' }>;

/**
 * y·softplus(−z) + (1−y)·softplus(z) of logits z, the mean over a sample's outputs. Both terms are free of
 * cancellation, so neither a sure hit nor a sure miss loses its digits. `yTrue`: 0…1, of as many values as `yPred`;
 * label smoothing s makes it (1 − s)·y + s/2.
 */
export const binaryCrossentropy =
  ({ labelSmoothing }: Options): LossFunction =>
  (yTrue, yPred, mask) => {
    const labels: Tensor = reshape(cast(yTrue, 'float32'), yPred.shape);
    const y = labelSmoothing > 0 ? add(mul(labels, 1 - labelSmoothing), labelSmoothing / 2) : labels;
    return meanPerSample(add(mul(y, softplus(neg(yPred))), mul(sub(1, y), softplus(yPred))), mask);
  };
