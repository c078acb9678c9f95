import { assert } from '@ringmaster/core';
import { epochDigest } from '../order/id-digest.js';
import type { StepPlan } from '../order/training-plan.js';
import type { ReducedStep } from '../ports/step-exchange.js';
import type { ControlWord, StepRecord } from '../record.js';
import { learningRateAt } from '../schedules/schedules.js';
import { auditEvent, incompleteStep } from './audit-event.js';
import { isEvaluationDue } from './evaluate.js';
import { exchanging } from './exchanging.js';
import { clipByNorm, clipByValue, isAllFinite, l2Norm } from './gradient-norm.js';
import { nextLossScale, unscaled } from './loss-scale.js';
import { beginEpoch, countStep } from './progress.js';
import { replicaHashIfDue, requireEqualReplicas } from './replicas.js';
import { sumsOf } from './shard-record.js';
import { computeShards } from './shards.js';
import { stopwatch } from './stopwatch.js';
import { booked, type BetweenSteps, type TrainingLoop } from './training-loop.js';

/**
 * One step: leaves → canonical sum → finite check → clip → update. All ranks apply it, or none. What follows the last
 * exchange is synchronous: a rank that has to give up its generation has applied the step as a whole, or nothing of it.
 */
export async function takeStep(loop: TrainingLoop): Promise<void> {
  const { run, plan, progress, deadlines, exchange } = loop;
  const { clock, signal } = run;
  const step = plan.at(progress.step);
  const replicaHashes = await booked(loop, 'compare', () => replicaHashIfDue(loop));
  const watch = stopwatch(clock, ['data', 'compute', 'exchange', 'update']);

  exchange.begin(step.step);
  const computed = await computeShards(loop, step, watch);
  const own = withWishes(computed, run.control(), replicaHashes);
  const limit = { clock, signal, ms: deadlines.limitMs(step.batch), what: `step ${step.step}` };
  const reduced = await exchanging(limit, (inner) => exchange.finish(own, inner));
  watch.lap('exchange');

  const { record } = reduced;
  requireEqualReplicas(loop, record);
  if (record.samples !== step.batch) {
    run.on.onAudit?.(auditEvent(step, record, false));
    throw incompleteStep(step, record);
  }
  const applied = applyUpdate(loop, reduced);
  run.on.onAudit?.(auditEvent(step, record, applied.isApplied));
  countStep(progress, record, applied.isApplied);
  const { precision } = run.job.training;
  const lossScale = progress.lossScale?.scale;
  if (progress.lossScale && precision)
    progress.lossScale = nextLossScale(progress.lossScale, applied.isApplied, precision);
  loop.word = record.control;
  Object.assign(loop.rest, {
    report: !applied.isApplied,
    evaluate: isEvaluationDue(loop, step.isLastOfEpoch),
    save: true,
    offenders: offenders(own),
  });
  watch.lap('update');
  deadlines.observe(step.batch, watch.totalMs());

  run.on.onStep?.({
    step: progress.step,
    totalSteps: plan.totalSteps,
    epoch: step.epoch,
    ...stepMeans(run, record),
    ...applied,
    ...(lossScale !== undefined && { lossScale }),
    samples: record.samples,
    stepMs: watch.totalMs(),
    phases: { ...watch.phases, ...takeBetween(loop) },
    shards: loop.owned.length,
  });
  if (step.isLastOfEpoch) endEpoch(loop, step);
}

/** What was spent between this step and the one before; counts from 0 again. */
function takeBetween({ between }: TrainingLoop): Readonly<Record<BetweenSteps, number>> {
  const spent = { ...between };
  Object.assign(between, { compare: 0, evaluate: 0, checkpoint: 0 });
  return spent;
}

const offenders = (own: readonly StepRecord[]): ReadonlyMap<number, bigint> =>
  new Map(own.flatMap(({ finite, digests }) => (finite ? [] : [...digests])));

/** The rank's control word goes with all of its shards, its replica hash with the first. */
const withWishes = (
  records: readonly StepRecord[],
  control: ControlWord,
  replicaHashes: ReadonlyMap<number, string>,
): readonly StepRecord[] =>
  records.map((record, index) => ({ ...record, control, ...(index === 0 && { replicaHashes }) }));

/** A gradient or state that is not finite changes nothing: every rank sees the same bits and decides the same. */
function applyUpdate(
  loop: TrainingLoop,
  { vector, record }: ReducedStep,
): { isApplied: boolean; gradientNorm: number; learningRate: number } {
  const { program, job } = loop.run;
  const { weightCount, stateCount } = program.layout;
  const { lossScale } = loop.progress;
  const gradient = unscaled(vector.subarray(0, weightCount), lossScale?.scale ?? 1, loop.scaleScratch);
  const state = vector.subarray(weightCount, weightCount + stateCount);
  const gradientNorm = l2Norm(gradient);
  const learningRate = learningRateAt(
    {
      schedule: job.schedule,
      peak: job.optimizer.learningRate,
      totalSteps: loop.plan.totalSteps,
      reductions: loop.callbacks.plateau?.reductions ?? 0,
    },
    loop.progress.step,
  );
  const isApplied = record.finite && Number.isFinite(gradientNorm) && isAllFinite(state);
  if (isApplied) {
    program.update({
      gradient: clipped(loop, gradient, gradientNorm),
      state,
      learningRate,
      updates: loop.progress.updates + 1,
    });
  }
  return { isApplied, gradientNorm, learningRate };
}

/** By value first, then by the norm of what is left. */
function clipped(
  { run: { job }, clipScratch: scratch }: TrainingLoop,
  gradient: Float32Array,
  gradientNorm: number,
): Float32Array {
  const { clipNorm: maxNorm = Infinity, clipValue: limit } = job.training;
  if (limit === undefined) return clipByNorm(gradient, gradientNorm, { maxNorm, scratch });
  const cut = clipByValue(gradient, { limit, scratch });
  return clipByNorm(cut, l2Norm(cut), { maxNorm, scratch });
}

function stepMeans({ program }: TrainingLoop['run'], record: StepRecord) {
  const { loss = NaN, ...metrics } = program.metrics.training.finish(sumsOf(record));
  return { loss, metrics };
}

/** Checks that the epoch delivered every sample exactly once, tells its means, and opens the next one. */
function endEpoch({ run, progress }: TrainingLoop, step: StepPlan): void {
  const { epoch } = progress;
  assert(
    epoch.digest === epochDigest(run.dataset.info.sizes.train),
    `epoch ${step.epoch} did not deliver every training sample exactly once; \`ringmaster audit\` names the step`,
  );
  run.on.onEpoch?.({
    epoch: step.epoch,
    step: progress.step,
    samples: epoch.samples,
    metrics: run.program.metrics.training.finish(epoch),
  });
  beginEpoch(progress);
}
