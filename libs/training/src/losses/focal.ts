import type { LossOptions } from '@ringmaster/contracts';
import {
  cast,
  exp,
  logSoftmax,
  maximum,
  mul,
  neg,
  oneHot,
  pow,
  reshape,
  sub,
  sum,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { LossFunction } from '../ports/graph-parts.js';
import { elementsOf, meanPerSample } from './mean-per-sample.js';

/** A sure hit's 1 − p is 0, where a power below 1 is infinitely steep; float32 knows no 1 − p between 0 and this. */
const LEAST = 5e-8;

/**
 * −(1 − p)^γ · log p of the labelled class's probability p = softmax(logits)[class], the mean over a sample's elements (T.-Y.
 * Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017). `yTrue`: class numbers `[batch, …]`; `yPred`: `[batch, …, classes]`.
 */
export const focal =
  ({ gamma }: Extract<LossOptions, { kind: 'focal' }>): LossFunction =>
  (yTrue, yPred, mask) => {
    const classes = yPred.shape.at(-1) ?? 1;
    const labels = cast(reshape(yTrue, [-1]), 'int32') as Tensor1D;
    const hits = cast(oneHot(labels, classes), 'float32');
    const logP = sum(mul(hits, logSoftmax(reshape(yPred, [-1, classes]))), -1);
    const losses = neg(mul(pow(maximum(sub(1, exp(logP)), LEAST), gamma), logP));
    return meanPerSample(reshape(losses, [-1, elementsOf(yPred) / classes]), mask);
  };
