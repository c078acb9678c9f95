import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Segment } from './step-program.js';

/**
 * The loss of each sample. `yTrue` as the data set gives it, `yPred` as the model outputs it (logits for the
 * cross-entropies: no model ends in a softmax). Result: `[batch]`, float32. Written in plain tfjs ops, so that any
 * backend runs it and the recorder sees it.
 */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor1D;

/** A metric of each sample, `[batch]`; a run reports its mean over all samples. */
export interface MetricFunction {
  readonly name: string;
  perSample(yTrue: Tensor, yPred: Tensor): Tensor1D;
}

/** What an update knows beside its vectors. */
export interface UpdateContext {
  readonly learningRate: Scalar;
  /** Counts applied updates from 1. */
  readonly updates: Scalar;
  /** How the parameters lie in the flat vectors. Known when the graph is made, the same in every step. */
  readonly parameters: readonly Segment[];
}

/**
 * An optimizer as tfjs ops over flat vectors. Pure: what changes from step to step comes in as a tensor, because a
 * number computed in JavaScript would become a constant of the compiled graph.
 */
export interface OptimizerDefinition {
  /** Names of the flat slot vectors, each as long as the weights; all start at zero. */
  readonly slots: readonly string[];
  update(
    weights: Tensor1D,
    gradient: Tensor1D,
    slots: readonly Tensor1D[],
    context: UpdateContext,
  ): { readonly weights: Tensor1D; readonly slots: readonly Tensor1D[] };
}
