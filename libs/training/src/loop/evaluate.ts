import { LIMITS } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { addDigests, epochDigest } from '../order/id-digest.js';
import { microBatches } from '../order/micro-batches.js';
import { shardSlice } from '../order/training-plan.js';
import type { StepRecord } from '../record.js';
import type { EvaluatedSplit } from '../ports/batch-feed.js';
import { evaluatedSlot } from './evaluated-model.js';
import type { EvaluationPlace } from './evaluation-batches.js';
import { exchanging } from './exchanging.js';
import { addSums, noSums, shardRecord, sumsOf } from './shard-record.js';
import { addDelivered } from './tracked-dataset.js';
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
export async function evaluateSplit(loop: TrainingLoop, split: EvaluatedSplit): Promise<Metrics> {
  const { run, progress, exchange } = loop;
  const { clock, signal, program, dataset } = run;
  const size = dataset.info.sizes[split];
  if (size === 0) return {};
  const startMs = clock.monotonicMs();
  const records = await evaluateShards(loop, split);
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

/** A record for each shard of this rank. */
async function evaluateShards(loop: TrainingLoop, split: EvaluatedSplit): Promise<StepRecord[]> {
  const { program, signal } = loop.run;
  const slot = split === 'validation' ? evaluatedSlot(loop) : undefined;
  const nothing = { sums: noSums(program.metrics.evaluation), delivered: { count: 0, digest: 0n } };
  const shards = new Map(loop.owned.map((shard) => [shard, nothing]));
  for await (const { shard, batch, delivered } of loop.evaluationBatches(split, placesOf(loop, split))) {
    const before = shards.get(shard) ?? nothing;
    shards.set(shard, {
      sums: addSums(before.sums, program.evaluate(batch, slot)),
      delivered: addDelivered(before.delivered, delivered),
    });
    await loop.breathe();
    signal.throwIfAborted();
  }
  return Array.from(shards, ([shard, { sums, delivered }]) => shardRecord(shard, sums, delivered));
}

/** All batches of this rank's shards, one shard after the other. */
function* placesOf({ run, owned, plan }: TrainingLoop, split: EvaluatedSplit): Generator<EvaluationPlace> {
  const { dataset, job } = run;
  const size = dataset.info.sizes[split];
  const { batchSize } = job.data;
  for (const shard of owned)
    for (let first = 0; first < size; first += batchSize) {
      const { from, to } = shardSlice(Math.min(batchSize, size - first), plan.shards, shard);
      if (from === to) continue;
      const ids = Uint32Array.from({ length: to - from }, (_, i) => first + from + i);
      for (const piece of microBatches(ids, job.training.accumulate)) yield { shard, ids: piece };
    }
}
