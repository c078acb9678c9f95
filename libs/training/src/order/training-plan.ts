import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { sampleOrder } from './sample-order.js';

/** The samples of one global step: the same whatever the world is. */
export interface StepPlan {
  /** Global step, from 0. */
  readonly step: number;
  readonly epoch: number;
  /** True number of samples: the last step of an epoch may have fewer than `batchSize`. */
  readonly batch: number;
  readonly isLastOfEpoch: boolean;
  /** Ids of one logical shard; empty when the batch is smaller than the number of shards. */
  shardIds(shard: number): Uint32Array;
}

/** Which samples each step and shard of a run computes: a pure function of the document and the number of samples. */
export interface TrainingPlan {
  readonly shards: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  at(step: number): StepPlan;
}

/** @throws TrainError `invalid` when the training split is empty */
export function trainingPlan(job: ResolvedJob, samples: number): TrainingPlan {
  const { batchSize } = job.data;
  const { epochs, maxSteps, shards, seed } = job.training;
  if (samples < 1)
    throw new TrainError('invalid', `data.dataset: the training split of ${job.data.dataset} is empty`);
  const stepsPerEpoch = Math.ceil(samples / batchSize);
  return {
    shards,
    stepsPerEpoch,
    totalSteps: Math.min(maxSteps ?? Infinity, epochs * stepsPerEpoch),
    at: (step) => {
      const epoch = Math.floor(step / stepsPerEpoch);
      const first = (step % stepsPerEpoch) * batchSize;
      const batch = Math.min(batchSize, samples - first);
      const order = sampleOrder({ seed, epoch, size: samples });
      return {
        step,
        epoch,
        batch,
        isLastOfEpoch: first + batch === samples,
        shardIds: (shard) => {
          const { from, to } = shardSlice(batch, shards, shard);
          return Uint32Array.from({ length: to - from }, (_, i) => order(first + from + i));
        },
      };
    },
  };
}

/**
 * Where shard `shard` of `shards` lies in a batch of `count` samples: contiguous, in order, sizes differing by one at
 * most with the longer ones first.
 */
export function shardSlice(count: number, shards: number, shard: number): { from: number; to: number } {
  const short = Math.floor(count / shards);
  const longer = count % shards;
  const from = shard * short + Math.min(shard, longer);
  return { from, to: from + short + (shard < longer ? 1 : 0) };
}
