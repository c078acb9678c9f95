import { orAborted } from '@ringmaster/core';
import { microBatches } from '../order/micro-batches.js';
import type { StepPlan } from '../order/training-plan.js';
import { stepSeed } from '../order/step-seed.js';
import type { ShardSums } from '../ports/step-program.js';
import type { StepRecord } from '../record.js';
import { withDeadline } from './deadline.js';
import { isAllFinite } from './gradient-norm.js';
import { addSums, noSums, shardRecord } from './shard-record.js';
import type { Stopwatch } from './stopwatch.js';
import { addDelivered, type Delivered } from './tracked-dataset.js';
import type { BatchPlace, TrainingBatch } from './training-batches.js';
import type { TrainingLoop } from './training-loop.js';

/** Computes the gradient of every shard of this rank, hands each one to the exchange, and gives their records. */
export async function computeShards(
  loop: TrainingLoop,
  step: StepPlan,
  watch: Stopwatch<InStep>,
): Promise<readonly StepRecord[]> {
  const records: StepRecord[] = [];
  for (const shard of loop.owned) {
    records.push(await computeShard(loop, { step, shard, leaf: loop.exchange.leaf(shard), watch }));
    loop.exchange.contribute(shard);
  }
  return records;
}

/** Phases of a step itself. */
export type InStep = 'data' | 'compute' | 'exchange' | 'update';

interface ShardTask {
  readonly step: StepPlan;
  readonly shard: number;
  readonly leaf: Float32Array;
  readonly watch: Stopwatch<InStep>;
}

/**
 * A shard in one batch, or in `training.accumulate` micro-batches whose gradients and states, each already divided by the
 * true global batch size, are added up in their order: the leaf is that of the whole shard either way.
 */
async function computeShard(loop: TrainingLoop, task: ShardTask): Promise<StepRecord> {
  const { step, shard, leaf } = task;
  const { program, job } = loop.run;
  const { accumulate } = job.training;
  let sums = noSums(program.metrics.training);
  let delivered: Delivered = { count: 0, digest: 0n };
  const pieces = microBatches(step.shardIds(shard), accumulate);
  if (pieces.length === 0) leaf.fill(0);
  for (const [micro, ids] of pieces.entries()) {
    const out = micro === 0 ? leaf : loop.microScratch();
    const part = { step: step.step, shard, ...(accumulate > 1 && { micro }) };
    const computed = await computeBatch(loop, task, {
      ...{ ids, micro, out },
      seed: stepSeed(job.training.seed, part),
    });
    if (micro > 0) addTo(leaf, out);
    sums = micro === 0 ? computed.sums : addSums(sums, computed.sums);
    delivered = addDelivered(delivered, computed.delivered);
  }
  const finite = Number.isFinite(sums.loss) && isAllFinite(leaf);
  task.watch.lap('compute');
  return { ...shardRecord(shard, sums, delivered), finite };
}

interface BatchTask {
  readonly ids: Uint32Array;
  readonly micro: number;
  readonly out: Float32Array;
  readonly seed: readonly [number, number];
}

async function computeBatch(
  loop: TrainingLoop,
  { step, shard, watch }: ShardTask,
  { ids, micro, out, seed }: BatchTask,
): Promise<{ readonly sums: ShardSums; readonly delivered: Delivered }> {
  const { program } = loop.run;
  const { batch, delivered } = await batchOf(loop, step, {
    ...{ shard, micro, ids },
    step: step.step,
    epoch: step.epoch,
  });
  watch.lap('data');
  const { weightCount, stateCount } = program.layout;
  const { lossScale } = loop.progress;
  const sums = program.gradient({
    batch,
    globalBatch: step.batch,
    seed,
    ...(lossScale && { lossScale: lossScale.scale }),
    gradientOut: out.subarray(0, weightCount),
    stateOut: out.subarray(weightCount, weightCount + stateCount),
  });
  watch.lap('compute');
  return { sums, delivered };
}

/** Waits for a batch no longer than others wait for this rank. */
function batchOf(
  loop: TrainingLoop,
  { batch: samples }: StepPlan,
  place: BatchPlace,
): TrainingBatch | Promise<TrainingBatch> {
  const { clock, signal } = loop.run;
  const batch = loop.batches.take(place, loop.owned);
  if (!(batch instanceof Promise)) return batch;
  const what = `the batch of shard ${place.shard} in step ${place.step}`;
  const limit = { clock, signal, ms: loop.deadlines.limitMs(samples), what, done: 'prepared' };
  return withDeadline(limit, (inner) => orAborted(batch, inner));
}

function addTo(sum: Float32Array, more: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (more[i] as number);
}
