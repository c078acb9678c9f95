import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Segment } from './step-program.js';

/**
 * The loss of each sample. `yTrue` as the data set gives it, `yPred` as the model outputs it (logits for the
 * cross-entropies: no model ends in a softmax). `mask`: weights of a sample's elements (tokens, pixels), `[batch, …]`, for
 * losses that compare element by element; a sample's loss is then their weighted mean, and 0 where all weights are.
 * Result: `[batch]`, float32. Written in plain tfjs ops, so that any backend runs it and the recorder sees it.
 */
export type LossFunction = (yTrue: Tensor, yPred: Tensor, mask?: Tensor) => Tensor1D;

/** A batch as the graph of a step sees it. */
export interface TaskBatch {
  /** The model's outputs, in its own order. */
  readonly outputs: readonly Tensor[];
  readonly x: Tensor;
  readonly y: Tensor;
  /** Further columns of the batch by name (`Batch.extras`). */
  readonly extras: Readonly<Record<string, Tensor>>;
}

/** Values of a tensor of the graph, on the host. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/**
 * Numbers that a run reports, as sums: a rank sums over the samples of a shard, sums travel in the step's record, are
 * added in the canonical tree in float64 and finished once, by everybody. So results are exact over ranks and shards.
 */
export interface Metric {
  /** How many sums it keeps. */
  readonly width: number;
  /** Numbers that it reports and that others may watch (`accuracy`). */
  readonly names: readonly string[];
  /** Only in evaluations: too long, or too costly, for every step. Default false. */
  readonly evaluationOnly?: boolean;
  /**
   * What is fetched of a batch. Without `reduce` it is one tensor `[rows, width]` (or `[rows]`), whose columns are added
   * up over the rows in float64: a row a sample, or few rows that the graph has summed already, as counts may be.
   */
  fetch(batch: TaskBatch): readonly Tensor[];
  /** How many tensors `fetch` gives. Default 1. */
  readonly fetches?: number;
  /** What no graph can do (edit distances, n-grams, the matching of boxes): the sums of a batch from what was fetched. */
  reduce?(fetched: readonly HostTensor[]): readonly number[];
  /**
   * What of a batch no sum can hold, such as scored detections, which are ranked over the whole split: numbers, in the samples'
   * order. Those of all shards and ranks reach `finish` one after the other. Only with `evaluationOnly`.
   */
  gather?(fetched: readonly HostTensor[]): readonly number[];
  /** The reported numbers from the sums over `samples` samples, and from what was gathered. NaN where nothing was counted. */
  finish(
    sums: readonly number[],
    samples: number,
    gathered: readonly number[],
  ): Readonly<Record<string, number>>;
  /** What the sums are, where they are a confusion matrix that the run is to keep. */
  confusion?(sums: readonly number[]): ConfusionTable;
}

/** How often each class was taken for each, over a whole split. */
export interface ConfusionTable {
  readonly classes: number;
  readonly classNames?: readonly string[] | undefined;
  /** Row-major: true classes × predicted ones. Whole numbers, but for masks that weigh. */
  readonly counts: readonly number[];
}

/** What is trained for: how outputs and labels make a loss, and which numbers tell how good it is. */
export interface TaskDefinition {
  /** One loss a sample, `[batch]`; may differentiate through anything in the batch. */
  losses(batch: TaskBatch): Tensor1D;
  readonly metrics: readonly Metric[];
}

/** What an update knows beside its vectors. */
export interface UpdateContext {
  readonly learningRate: Scalar;
  /** Counts applied updates from 1. */
  readonly updates: Scalar;
  /** Standard normal numbers that depend on (seed, updates) alone; where an engine is. */
  normal?(size: number, seed: number): Tensor1D;
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
