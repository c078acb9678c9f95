import type { ResolvedJob } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import type { Dataset } from '@ringmaster/data';
import {
  type BatchFeed,
  type BatchPipelines,
  type CheckpointStore,
  type ControlWord,
  loadCheckpoint,
  runTraining,
  type StepProgram,
  type TrainingListener,
  type TrainingOutcome,
} from '@ringmaster/training';
import { memoryCheckpointStore } from '../checkpoints/memory-checkpoint-store.js';
import { memoryExchanges } from '../exchange/memory-exchanges.js';

export interface InProcessTraining {
  readonly job: ResolvedJob;
  readonly world: number;
  readonly dataset: Dataset;
  program(rank: number): StepProgram;
  readonly store?: CheckpointStore;
  /** Step to resume from, out of `store`. */
  readonly resumeFrom?: number | 'latest';
  /** Each rank's wish, by the number of its question (one a step, from 0). */
  control?(rank: number, question: number): ControlWord;
  on?(rank: number): TrainingListener;
  readonly pipelines?: BatchPipelines;
  /** Prepares each rank's batches ahead. */
  feed?(rank: number): BatchFeed;
  readonly signal?: AbortSignal;
}

/** Reads and nothing else: no normalisation, no augmentation. */
export const plainPipelines: BatchPipelines = {
  training: (dataset) => (_epoch, ids) => dataset.read('train', ids),
  evaluation: (dataset) => (split, ids) => dataset.read(split, ids),
};

/**
 * Trains all ranks of one generation in this process over the real collective. Rejects with the first cause: that a
 * peer was lost is what the other ranks see of it.
 */
export async function trainInProcess(o: InProcessTraining): Promise<readonly TrainingOutcome[]> {
  const { job, world, dataset, store = memoryCheckpointStore() } = o;
  const signal = o.signal ?? new AbortController().signal;
  const programs = Array.from({ length: world }, (_, rank) => o.program(rank));
  const { weightCount = 0, stateCount = 0 } = programs[0]?.layout ?? {};
  const vectorLength = weightCount + stateCount;
  const { exchanges } = memoryExchanges({
    ...{ world, shards: job.training.shards, vectorLength, reduce: job.training.reduce },
    // Small ones, so that even a small model is cut into several.
    bucketBytes: 64,
  });

  const trainRank = async (program: StepProgram, rank: number): Promise<TrainingOutcome> => {
    const exchange = exchanges[rank];
    if (!exchange) throw new RangeError(`no exchange for rank ${rank}`);
    const request = { store, job, layout: program.layout, datasetHash: dataset.info.hash, signal };
    const resume =
      o.resumeFrom === undefined ? undefined : await loadCheckpoint({ ...request, step: o.resumeFrom });
    let question = 0;
    try {
      return await runTraining({
        ...{ job, program, dataset, exchange, clock: systemClock, signal, checkpoints: store },
        ...(resume && { resume }),
        pipelines: o.pipelines ?? plainPipelines,
        ...(o.feed && { feed: o.feed(rank) }),
        normalizer: { kind: 'none' },
        control: () => o.control?.(rank, question++) ?? 'none',
        on: o.on?.(rank) ?? {},
      });
    } finally {
      await exchange.close();
    }
  };
  // A rank that fails closes its exchange, and the others then fail too: all must have ended before this does.
  const results = await Promise.allSettled(programs.map(trainRank));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const isFirst = (cause: unknown) => !(cause instanceof TrainError && cause.code === 'peer_lost');
  if (failures.length > 0) throw failures.find(isFirst) ?? failures[0];
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
