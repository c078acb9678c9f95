import type { StepPlan } from '../order/training-plan.js';
import { stepSeed } from '../order/step-seed.js';
import type { StepRecord } from '../record.js';
import { isAllFinite } from './gradient-norm.js';
import { noSums, shardRecord } from './shard-record.js';
import type { Stopwatch } from './stopwatch.js';
import type { TrainingLoop } from './training-loop.js';
import type { StepPhase } from './training-run.js';

/** Computes the gradient of every shard of this rank, hands each one to the exchange, and gives their records. */
export function computeShards(
  loop: TrainingLoop,
  step: StepPlan,
  watch: Stopwatch<StepPhase>,
): readonly StepRecord[] {
  return loop.owned.map((shard) => {
    const leaf = loop.run.exchange.leaf(shard);
    const record = computeShard(loop, { step, shard, leaf, watch });
    loop.run.exchange.contribute(shard);
    return record;
  });
}

interface ShardTask {
  readonly step: StepPlan;
  readonly shard: number;
  readonly leaf: Float32Array;
  readonly watch: Stopwatch<StepPhase>;
}

function computeShard(loop: TrainingLoop, { step, shard, leaf, watch }: ShardTask): StepRecord {
  const { program, job } = loop.run;
  const ids = step.shardIds(shard);
  if (ids.length === 0) {
    leaf.fill(0);
    return shardRecord(shard, noSums(program.metricNames.length), 0n);
  }
  loop.takeDigest();
  const batch = loop.trainingBatch(step.epoch, ids);
  const digest = loop.takeDigest();
  watch.lap('data');
  const { weightCount, stateCount } = program.layout;
  const sums = program.gradient({
    batch,
    globalBatch: step.batch,
    seed: stepSeed(job.training.seed, step.step, shard),
    gradientOut: leaf.subarray(0, weightCount),
    stateOut: leaf.subarray(weightCount, weightCount + stateCount),
  });
  const finite = Number.isFinite(sums.loss) && isAllFinite(leaf);
  watch.lap('compute');
  return { ...shardRecord(shard, sums, digest), finite };
}
