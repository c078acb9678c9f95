import type { LossOptions } from '@ringmaster/contracts';
import { add, cast, logSoftmax, mul, neg, sum } from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { meanPerSample } from './mean-per-sample.js';

type Options = Extract<LossOptions, { kind: 'categoricalCrossentropy' }>;

/**
 * −Σ p·log softmax(logits). `yTrue`: probabilities, `[batch, …, classes]`, which label smoothing s makes (1 − s)·p +
 * s/classes (C. Szegedy et al., CVPR 2016). `yPred`: logits of the same shape.
 */
export const categoricalCrossentropy =
  ({ labelSmoothing }: Options): LossFunction =>
  (yTrue, yPred, mask) => {
    const p = cast(yTrue, 'float32');
    const classes = yPred.shape.at(-1) ?? 1;
    const target = labelSmoothing > 0 ? add(mul(p, 1 - labelSmoothing), labelSmoothing / classes) : p;
    return meanPerSample(neg(sum(mul(target, logSoftmax(yPred)), -1)), mask);
  };
