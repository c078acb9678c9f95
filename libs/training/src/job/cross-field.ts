import { lossName, type ResolvedJob, sizeBytes } from '@ringmaster/contracts';
import { jobTask } from '../tasks/tasks.js';
import { TrainError } from '@ringmaster/core';
import { type Problem, problemsOf } from './problem.js';

type Rule = (job: ResolvedJob) => Problem | undefined;

/** Rules that span fields. Each names the field to change and every number that takes part. */
const RULES: readonly Rule[] = [
  ({ workers }) =>
    problem(
      workers.min > workers.max,
      'workers.min',
      `${workers.min} is more than workers.max, ${workers.max}`,
    ),
  ({ workers, training }) =>
    problem(
      workers.max > training.shards,
      'workers.max',
      `${workers.max} workers cannot share ${training.shards} shards: lower it or raise training.shards to ${workers.max} or more`,
    ),
  ({ data, training }) =>
    problem(
      data.batchSize < training.shards,
      'data.batchSize',
      `a batch of ${data.batchSize} cannot fill ${training.shards} shards: raise it or lower training.shards`,
    ),
  ({ workers: { slots }, limits }) =>
    problem(
      slots.memory !== undefined &&
        limits.memory !== undefined &&
        sizeBytes(slots.memory) > sizeBytes(limits.memory),
      'workers.slots.memory',
      `${slots.memory} is more than limits.memory, ${limits.memory}`,
    ),
  ({ schedule, training }) =>
    problem(
      training.maxSteps !== undefined && schedule.warmupSteps > training.maxSteps,
      'schedule.warmupSteps',
      `the warm-up of ${schedule.warmupSteps} steps is longer than training.maxSteps, ${training.maxSteps}`,
    ),
  ({ optimizer }) =>
    problem(
      optimizer.kind === 'sgd' && optimizer.nesterov && optimizer.momentum === 0,
      'optimizer.nesterov',
      'there is no momentum to look ahead along: set optimizer.momentum above 0, for example 0.9',
    ),
  ({ training }) =>
    problem(
      training.shardRanges === 'proportional' && training.reduce === 'ring',
      'training.shardRanges',
      'in a ring the bits of a sum depend on who computes which shard: leave it out, or set training.reduce to canonical',
    ),
  (job) => unreported(job, 'training.earlyStopping.monitor', job.training.earlyStopping?.monitor),
  (job) =>
    unreported(job, 'schedule.monitor', job.schedule.kind === 'plateau' ? job.schedule.monitor : undefined),
  ({ training }) =>
    problem(
      training.swa !== undefined && training.ema !== undefined,
      'training.swa',
      'a run keeps one average of its weights: leave out training.ema or training.swa',
    ),
  ({ schedule, training }) =>
    problem(
      training.evaluateEvery === 'end' &&
        (schedule.kind === 'plateau' || training.earlyStopping !== undefined),
      'training.evaluateEvery',
      'early stopping and the plateau schedule need evaluations on the way: set it to epoch or to a number of steps',
    ),
  ({ data, training: { shards, accumulate } }) =>
    problem(
      Math.floor(data.batchSize / shards) < accumulate && data.batchSize >= shards,
      'training.accumulate',
      `${data.batchSize} samples in ${shards} shards cannot fill ${accumulate} micro-batches of each shard: lower it to ` +
        `${Math.floor(data.batchSize / shards)} or less`,
    ),
];

export function crossFieldProblems(job: ResolvedJob): readonly Problem[] {
  const unmeasured = metricProblems(job);
  // What a run reports is only known when its metrics fit.
  return unmeasured.length > 0
    ? unmeasured
    : RULES.map((rule) => rule(job)).filter((found) => found !== undefined);
}

function metricProblems(job: ResolvedJob): readonly Problem[] {
  try {
    jobTask(job);
    return [];
  } catch (error) {
    if (error instanceof TrainError && error.code === 'invalid') return problemsOf(error, 'metrics');
    throw error;
  }
}

function unreported(job: ResolvedJob, path: string, monitor: string | undefined): Problem | undefined {
  if (monitor === undefined || monitor === 'loss') return undefined;
  const reported = ['loss', ...jobTask(job).metrics.flatMap(({ names }) => names)];
  return problem(
    !reported.includes(monitor),
    path,
    `a run with the loss ${lossName(job.loss)} has no ${monitor}: it reports ${reported.join(', ')}`,
  );
}

const problem = (isBroken: boolean, path: string, message: string): Problem | undefined =>
  isBroken ? { path, message } : undefined;
