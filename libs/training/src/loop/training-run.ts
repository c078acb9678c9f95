import type { ResolvedJob, StepPhase } from '@ringmaster/contracts';
import type { Clock, TrainError } from '@ringmaster/core';
import type { Batch, Dataset, Split } from '@ringmaster/data';
import type { LoadedCheckpoint } from '../checkpoint/load-checkpoint.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import type { BatchFeed } from '../ports/batch-feed.js';
import type { ConfusionTable } from '../ports/graph-parts.js';
import type { Regroup } from '../ports/regroup.js';
import type { StepExchange } from '../ports/step-exchange.js';
import type { StepProgram } from '../ports/step-program.js';
import type { ControlWord } from '../record.js';
import type { Delivered } from './tracked-dataset.js';

/** Everything that one rank needs to train. All ranks get equal ones but for `exchange` (and wishes of their own). */
export interface TrainingRun {
  readonly job: ResolvedJob;
  readonly program: StepProgram;
  readonly dataset: Dataset;
  readonly pipelines: BatchPipelines;
  /** Prepares batches ahead of their use; without it they are prepared in place. */
  readonly feed?: BatchFeed;
  /** The normaliser's statistics, as JSON; saved with every checkpoint and compared on resume. */
  readonly normalizer: unknown;
  /** Of the first generation that this rank takes part in. */
  readonly exchange: StepExchange;
  /** How it gets into the next ones; without it, a lost peer ends the run. */
  readonly regroup?: Regroup;
  /** Only rank 0 uses it. */
  readonly checkpoints: CheckpointStore;
  /** Where to go on; without it the program's present weights are the start. */
  readonly resume?: LoadedCheckpoint;
  /** The state of another rank (`Seal.handover`), for one that joins a run under way. */
  readonly handover?: Uint8Array;
  readonly clock: Clock;
  /** Ends the run at once, between two steps or inside of an exchange. For an orderly end use `control`. */
  readonly signal: AbortSignal;
  /** This rank's wish, asked once a step. All ranks act on the strongest one at the end of the step that carried it. */
  control(): ControlWord;
  readonly on: TrainingListener;
}

/**
 * Turns sample ids into batches. What a pipeline reads for a batch it must read through the given data set when the
 * batch is asked for: the digests of delivered samples are taken there.
 */
export interface BatchPipelines {
  training(dataset: Dataset): (epoch: number, ids: Uint32Array) => Batch;
  evaluation(dataset: Dataset): (split: Split, ids: Uint32Array) => Batch;
}

/** Means over samples, by name: `loss`, `accuracy`, … */
export type Metrics = Readonly<Record<string, number>>;

/** What a run tells while it goes. Every rank tells the same, but for times and for checkpoints (rank 0 only). */
export interface TrainingListener {
  onStep?(event: StepEvent): void;
  /** Of every step, the refused ones included, before anybody acts on it. */
  onAudit?(event: AuditEvent): void;
  onEpoch?(event: EpochEvent): void;
  onEvaluate?(event: EvaluateEvent): void;
  /** The checkpoint is in the store and was read back. */
  onCheckpoint?(step: number, manifestSha256: string): void;
  /** A checkpoint was not saved, or an old one not removed; training goes on. */
  onCheckpointFailed?(step: number, error: TrainError): void;
  onSkippedStep?(event: SkippedStepEvent): void;
  onDecision?(event: DecisionEvent): void;
  /** This rank goes on in another generation, at this step. */
  onGeneration?(event: GenerationEvent): void;
}

export interface StepEvent {
  /** Finished steps, this one included. */
  readonly step: number;
  readonly totalSteps: number;
  /** From 0. */
  readonly epoch: number;
  readonly loss: number;
  readonly metrics: Metrics;
  readonly learningRate: number;
  /** False for a skipped step: loss or gradient was not finite. */
  readonly isApplied: boolean;
  /** L2 norm of the reduced gradient before clipping. */
  readonly gradientNorm: number;
  /** What the loss was multiplied by, with mixed precision. */
  readonly lossScale?: number;
  /** Samples of this step, over all ranks. */
  readonly samples: number;
  /** Of `data`, `compute`, `exchange` and `update`. */
  readonly stepMs: number;
  /** Where this rank's time went since the step before, in milliseconds. */
  readonly phases: Readonly<Record<StepPhase, number>>;
  /** Logical shards that this rank computed. */
  readonly shards: number;
}

/** What the readers of all ranks delivered for one step; carried by the step's record, so every rank knows all of it. */
export interface AuditEvent {
  /** Finished steps, this one included. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  /** False when the step changed no weights: it was not finite, or had too few samples. */
  readonly isApplied: boolean;
  /** Mean over the samples. */
  readonly loss: number;
  /** By logical shard. */
  readonly shards: readonly Delivered[];
  /** Hash of weights, state and slots before this step, where replicas compared them. */
  readonly replicaBefore?: string;
}

export interface EpochEvent {
  readonly epoch: number;
  readonly step: number;
  readonly samples: number;
  /** Over the epoch's training samples, each at the weights of its step; skipped steps are left out. */
  readonly metrics: Metrics;
}

export interface EvaluateEvent {
  readonly split: 'validation' | 'test';
  readonly step: number;
  readonly samples: number;
  readonly metrics: Metrics;
}

export interface SkippedStepEvent {
  /** The step that changed nothing, from 0. */
  readonly step: number;
  /** Logical shards with a NaN or an infinity in loss or gradient; all of them when only the sum overflowed. */
  readonly shards: readonly number[];
  /** Their samples. */
  readonly ids: readonly number[];
  /** With mixed precision: what the loss is multiplied by from now on. */
  readonly lossScale?: number;
}

/** What early stopping or a plateau schedule decided after an evaluation. */
export interface DecisionEvent {
  readonly kind: 'earlyStop' | 'reduceLearningRate';
  /** Finished steps. */
  readonly step: number;
  readonly monitor: string;
  /** The best number so far, and when it was; null when none was finite. */
  readonly best: number | null;
  readonly bestStep: number;
}

export interface GenerationEvent {
  /** Of this rank, in the new generation. */
  readonly rank: number;
  readonly world: number;
  /** Finished steps. */
  readonly step: number;
  /** The state was taken over from another rank. */
  readonly tookOver: boolean;
}

export interface TrainingOutcome {
  /** True when a control word ended the run before its last step. */
  readonly stopped: boolean;
  /** The word that ended it; `none` when it ran to its end. */
  readonly control: ControlWord;
  readonly steps: number;
  readonly samples: number;
  readonly skippedSteps: number;
  /** Of the test split; empty when the run was stopped or the split has no samples. */
  readonly metrics: Metrics;
  /** Of the test split, where a metric keeps one. */
  readonly confusion?: ConfusionTable;
  readonly weightsSha256: string;
}
