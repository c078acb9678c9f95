import type { LossOptions } from '@ringmaster/contracts';
import {
  add,
  cast,
  logSoftmax,
  mul,
  neg,
  oneHot,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { elementsOf, meanPerSample } from './mean-per-sample.js';

type Options = Extract<LossOptions, { kind: 'sparseCategoricalCrossentropy' }>;

/**
 * −Σ p·log softmax(logits) of each element, p = 1 − s + s/classes for its class and s/classes for every other one, with the
 * label smoothing s (C. Szegedy et al., CVPR 2016). `yTrue`: class numbers `[batch, …]`, int32; `yPred`: `[batch, …, classes]`.
 * Result: `[batch, elements]`, or `[batch]` of one element a sample.
 */
export function sparseCrossentropies(yTrue: Tensor, yPred: Tensor, labelSmoothing: number): Tensor {
  const classes = yPred.shape[yPred.rank - 1] ?? 1;
  const labels = cast(reshape(yTrue, [-1]), 'int32') as Tensor1D;
  const hits: Tensor = cast(oneHot(labels, classes), 'float32');
  const target = labelSmoothing > 0 ? add(mul(hits, 1 - labelSmoothing), labelSmoothing / classes) : hits;
  const logits = yPred.rank === 2 ? yPred : reshape(yPred, [-1, classes]);
  const values = neg(sum(mul(target, logSoftmax(logits)), -1));
  return yPred.rank === 2 ? values : reshape(values, [-1, elementsOf(yPred) / classes]);
}

/** The mean of a sample's {@link sparseCrossentropies}: of its one class, its tokens or its pixels. */
export const sparseCategoricalCrossentropy =
  ({ labelSmoothing }: Options): LossFunction =>
  (yTrue, yPred, mask) =>
    meanPerSample(sparseCrossentropies(yTrue, yPred, labelSmoothing), mask);
