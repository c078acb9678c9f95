import { LIMITS } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { addDigests, epochDigest } from '../order/id-digest.js';
import { microBatches } from '../order/micro-batches.js';
import { shardSlice } from '../order/training-plan.js';
import type { StepRecord } from '../record.js';
import { evaluatedSlot } from './evaluated-model.js';
import { exchanging } from './exchanging.js';
import { addSums, noSums, shardRecord, sumsOf } from './shard-record.js';
import type { TrainingLoop } from './training-loop.js';
import type { Metrics } from './training-run.js';

/** Whether the validation split is due after the step that just finished. */
export function isEvaluationDue({ run, progress, plan }: TrainingLoop, isLastOfEpoch: boolean): boolean {
  const every = run.job.training.evaluateEvery;
  const isEnd = progress.step === plan.totalSteps;
  if (every === 'epoch') return isLastOfEpoch || isEnd;
  return isEnd || (every !== 'end' && progress.step % every === 0);
}

/**
 * Loss and metrics of a whole split, exact and bitwise equal for any world: consecutive ids in batches of `batchSize`,
 * each cut into the same logical shards as in training, sums per shard in batch order, one record a shard, merged in
 * the canonical tree. Empty when the split has no samples. Validation sees averaged weights where the job keeps them;
 * when the test split's turn comes, the program already holds the weights that the run ends with.
 */
export async function evaluateSplit(loop: TrainingLoop, split: 'validation' | 'test'): Promise<Metrics> {
  const { run, progress, exchange } = loop;
  const { clock, signal, program, dataset } = run;
  const size = dataset.info.sizes[split];
  if (size === 0) return {};
  const startMs = clock.monotonicMs();
  const records: StepRecord[] = [];
  for (const shard of loop.owned) records.push(await evaluateShard(loop, split, shard));

  // Shares are equal, or by speed: the others need about as long as this one did.
  const ms = Math.max(LIMITS.firstStepMs, LIMITS.stepFactor * (clock.monotonicMs() - startMs));
  const limit = {
    clock,
    signal,
    ms,
    what: `the evaluation of the ${split} split after step ${progress.step}`,
  };
  const merged = await exchanging(limit, (inner) => exchange.exchangeRecords(progress.step, records, inner));
  const digest = [...merged.digests.values()].reduce(addDigests, 0n);
  assert(
    merged.samples === size && digest === epochDigest(size),
    `the evaluation of the ${split} split did not deliver each of its ${size} samples exactly once`,
  );
  const sums = sumsOf(merged);
  const metrics = program.metrics.evaluation.finish(sums);
  if (split === 'test') loop.finalConfusion = program.metrics.evaluation.confusion?.(sums);
  run.on.onEvaluate?.({ split, step: progress.step, samples: size, metrics });
  return metrics;
}

async function evaluateShard(
  loop: TrainingLoop,
  split: 'validation' | 'test',
  shard: number,
): Promise<StepRecord> {
  const { program, dataset, job, signal } = loop.run;
  const size = dataset.info.sizes[split];
  const { batchSize } = job.data;
  const slot = split === 'validation' ? evaluatedSlot(loop) : undefined;
  let sums = noSums(program.metrics.evaluation);
  loop.takeDelivered();
  for (let first = 0; first < size; first += batchSize) {
    const { from, to } = shardSlice(Math.min(batchSize, size - first), loop.plan.shards, shard);
    if (from === to) continue;
    const ids = Uint32Array.from({ length: to - from }, (_, i) => first + from + i);
    for (const piece of microBatches(ids, job.training.accumulate)) {
      sums = addSums(sums, program.evaluate(loop.evaluationBatch(split, piece), slot));
      await loop.breathe();
      signal.throwIfAborted();
    }
  }
  return shardRecord(shard, sums, loop.takeDelivered());
}
