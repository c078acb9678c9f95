import { type ResolvedJob, sizeBytes } from '@ringmaster/contracts';
import type { Problem } from './problem.js';

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
];

export const crossFieldProblems = (job: ResolvedJob): readonly Problem[] =>
  RULES.map((rule) => rule(job)).filter((found) => found !== undefined);

const problem = (isBroken: boolean, path: string, message: string): Problem | undefined =>
  isBroken ? { path, message } : undefined;
