import type { DeliveredBatch, Split } from '@ringmaster/data';

/** A split that is not trained on. */
export type EvaluatedSplit = Exclude<Split, 'train'>;

/** One batch of samples, as the plan of the run names it. */
export interface BatchRequest {
  /** Whose samples are given as they are; default: training samples, augmented as their epoch says. */
  readonly split?: EvaluatedSplit;
  /** From 0. */
  readonly epoch: number;
  readonly ids: Uint32Array;
}

/**
 * Prepares batches apart from the loop (in threads), while the loop computes earlier ones. What it gives is to the bit
 * what the run's own pipelines give for the request.
 */
export interface BatchFeed {
  /**
   * Batches that may be asked for before the first of them is used, itself included; bounds the memory that they take. So
   * many of an evaluation may be asked for on top.
   */
  readonly depth: number;
  /**
   * Prepares a batch; those that were asked for first come first.
   * @throws TrainError what reading or augmenting throws; `internal` | `rank_out_of_memory` when a thread died
   */
  prepare(request: BatchRequest): Promise<DeliveredBatch>;
  /** Nobody will use what was asked for so far: what is not prepared yet need not be; its promises may never settle. */
  discard(): void;
}
