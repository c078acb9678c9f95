import type { ResolvedJob } from '@ringmaster/contracts';

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
