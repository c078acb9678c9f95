import type { Batch } from '@ringmaster/data';
import type { ConfusionTable } from './graph-parts.js';

/** A named slice of a flat float32 vector. Offsets and sizes count elements. */
export interface Segment {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** How the model's tensors lie in flat vectors, in the model's own order. */
export interface ParameterLayout {
  /** Trainable weights; the gradient has the same layout. */
  readonly weights: readonly Segment[];
  /** Non-trainable state that a step changes (BatchNorm's moving statistics). May be empty. */
  readonly state: readonly Segment[];
  /** Optimizer slots, each one flat vector as long as the weights (`momentum`; `m`, `v`). */
  readonly slots: readonly string[];
  readonly weightCount: number;
  readonly stateCount: number;
}

/** Everything that a step reads and changes, as flat host vectors. */
export interface ReplicaState {
  readonly weights: Float32Array;
  readonly state: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** Sums over the samples of one shard: float64, so that they add exactly enough in the record. */
export interface ShardSums {
  /** Sum (not mean) of the sample losses. */
  readonly loss: number;
  /** The sums of all metrics, as a `MetricTable` lays them out. */
  readonly metrics: readonly number[];
  readonly samples: number;
  /** What metrics gather beside their sums: a list for each that does, in their order. Absent where none does. */
  readonly gathered?: readonly (readonly number[])[];
}

/** How the sums of a program's metrics lie behind each other, and what they come to. */
export interface MetricTable {
  /** How many sums there are. */
  readonly width: number;
  /** How many of the metrics gather lists. Default 0. */
  readonly gathering?: number;
  /** The mean loss, and every number that the metrics report, by name. */
  finish(sums: ShardSums): Readonly<Record<string, number>>;
  /** The confusion matrix, where a metric keeps one. */
  confusion?(sums: ShardSums): ConfusionTable | undefined;
}

export interface GradientCall {
  readonly batch: Batch;
  /** The true global batch size B of this step: the gradient is that of (sum of sample losses) ÷ B. */
  readonly globalBatch: number;
  /** What the loss is multiplied by before it is differentiated; the gradient comes out as many times as large. Default 1. */
  readonly lossScale?: number;
  /** Two words made of (job seed, global step, logical shard); seeds dropout and the like. */
  readonly seed: readonly [number, number];
  /** Where the shard's gradient goes; `weightCount` long. May be a view of shared memory. */
  readonly gradientOut: Float32Array;
  /** Where (new state × samples ÷ B) goes, so that the tree's sum over shards is the average; `stateCount` long. */
  readonly stateOut: Float32Array;
}

export interface UpdateCall {
  /** The reduced, unscaled, clipped gradient. */
  readonly gradient: Float32Array;
  /** The reduced new state. */
  readonly state: Float32Array;
  readonly learningRate: number;
  /** Counts applied updates from 1 (Adam's t). */
  readonly updates: number;
}

/**
 * One model with its loss, metrics and optimizer, ready to compute. All calls are synchronous and belong to one
 * thread. Equal inputs give equal bits within one engine fingerprint.
 */
export interface StepProgram {
  readonly layout: ParameterLayout;
  readonly metrics: { readonly training: MetricTable; readonly evaluation: MetricTable };
  /** Gradient of one logical shard at the current weights; changes nothing of the replica. */
  gradient(call: GradientCall): ShardSums;
  /**
   * Losses and metrics of a batch in inference mode.
   * @param slot the slot whose values are used in place of the weights
   */
  evaluate(batch: Batch, slot?: string): ShardSums;
  /** Applies one optimizer update to weights and slots and takes over the new state. */
  update(call: UpdateCall): void;
  read(): ReplicaState;
  write(state: ReplicaState): void;
  /** Tensors alive in the engine; flat over steps, or somebody leaks. */
  tensorCount(): number;
  dispose(): void;
}
