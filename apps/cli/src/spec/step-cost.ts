import type { ResolvedJob } from '@ringmaster/contracts';
import { table } from '../terminal/table.js';

/** Below this many samples a shard, BatchNorm's statistics are too noisy to be of use. */
const BATCH_NORM_SAMPLES = 8;

export interface StepCost {
  readonly workers: number;
  /** Length of a step in times of one shard: ceil(shards ÷ workers). */
  readonly shardTimes: number;
  /** Speed-up over one worker that the shards allow, network and start not counted. */
  readonly speedup: number;
}

/** What each number of workers means for the length of a step. Numbers that bring nothing over the next smaller are left out. */
export function stepCosts(job: ResolvedJob): readonly StepCost[] {
  const { shards } = job.training;
  const costs: StepCost[] = [];
  for (let workers = 1; workers <= Math.min(job.workers.max, shards); workers += 1) {
    const shardTimes = Math.ceil(shards / workers);
    const isListed =
      workers <= 8 || workers === job.workers.max || shardTimes < (costs.at(-1)?.shardTimes ?? Infinity);
    if (isListed) costs.push({ workers, shardTimes, speedup: shards / shardTimes });
  }
  return costs;
}

/** What is allowed and yet seldom meant. */
export function specWarnings({ data, training }: ResolvedJob): readonly string[] {
  const samples = Math.floor(data.batchSize / training.shards);
  return [
    ...(samples >= BATCH_NORM_SAMPLES
      ? []
      : [
          `a shard has ${samples} of the ${data.batchSize} samples of a batch (training.shards: ${training.shards}); models with BatchNorm want ${BATCH_NORM_SAMPLES} or more`,
        ]),
    ...(training.reduce === 'ring'
      ? [
          'training.reduce: ring makes the bits of the weights depend on the number of workers; replicas still equal each other',
        ]
      : []),
  ];
}

export function costTable({ training }: ResolvedJob, costs: readonly StepCost[]): string {
  const rows = costs.map(({ workers, shardTimes, speedup }) => [
    String(workers),
    String(shardTimes),
    `${speedup.toFixed(2)} x`,
  ]);
  return `${training.shards} shards; a step lasts ceil(shards / workers) times one shard:\n${table(['workers', 'shard times', 'at most'], rows)}`;
}
