import {
  LOSS_LABELS,
  lossOptions,
  type LossSpec,
  type ResolvedJob,
  type TaskName,
  type TaskSpec,
} from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { cast, mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { lossFunction } from '../losses/losses.js';
import type { LabelFacts } from '../metrics/metric-context.js';
import { metricOf } from '../metrics/metrics.js';
import type { LossFunction, Metric, TaskBatch, TaskDefinition } from '../ports/graph-parts.js';
import { classification } from './classification.js';
import { detection } from './detection.js';
import { forecasting } from './forecasting.js';
import { languageModel } from './language-model.js';
import { regression } from './regression.js';
import { segmentation } from './segmentation.js';
import { sequenceToSequence } from './sequence-to-sequence.js';
import type { TaskEntry } from './task-entry.js';

const TASKS: { readonly [Kind in TaskName]: TaskEntry<Extract<TaskSpec, { kind: Kind }>> } = {
  classification,
  regression,
  segmentation,
  detection,
  languageModel,
  sequenceToSequence,
  forecasting,
};

/** What a document asks for that names no task. */
const impliedBy = (loss: LossSpec): TaskSpec => {
  const labels = LOSS_LABELS[lossOptions(loss).kind];
  if (labels === 'boxes') return { kind: 'detection' };
  return { kind: labels === 'numbers' ? 'regression' : 'classification' };
};

/**
 * The task of a job document: its `task`, or the one that its loss implies, with its `loss` and `metrics`. A column
 * `weight` of the data set, `[batch]`, multiplies the losses of its samples (their sum is still divided by how many there
 * are); a column `mask`, as many elements as the labels, weighs the elements of a sample against each other.
 * @throws TrainError `invalid` when a metric does not fit the loss or the labels
 */
export function jobTask(
  job: Pick<ResolvedJob, 'loss' | 'task' | 'metrics'>,
  labels: LabelFacts = {},
): TaskDefinition {
  const spec = job.task ?? impliedBy(job.loss);
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  const entry = TASKS[spec.kind] as TaskEntry<TaskSpec>;
  const loss = lossOptions(job.loss);
  const mask = (batch: TaskBatch): Tensor | undefined =>
    entry.mask ? entry.mask(spec, batch) : batch.extras['mask'];
  const compare = lossFunction(loss);
  const losses =
    entry.losses?.(spec, compare) ??
    ((batch: TaskBatch) => compare(batch.y, batch.outputs[0] as Tensor, mask(batch)));
  const metrics = (job.metrics ?? entry.metrics(loss, labels)).map((metric, index) =>
    metricOf(metric, {
      loss,
      labels,
      mask,
      refuse: (why) => {
        const name = typeof metric === 'string' ? metric : metric.kind;
        const path = job.metrics ? `metrics.${index}` : 'task';
        return new TrainError('invalid', `${path}: ${name} cannot be measured: ${why}`, {
          details: { problems: [{ path, message: `${name} cannot be measured: ${why}` }] },
        });
      },
    }),
  );
  return { losses: (batch) => weighted(losses(batch), batch), metrics };
}

/** The plain task: a loss between labels and first output. */
export const supervised = (loss: LossFunction, metrics: readonly Metric[] = []): TaskDefinition => ({
  losses: ({ y, outputs, extras }) => loss(y, outputs[0] as Tensor, extras['mask']),
  metrics,
});

function weighted(losses: ReturnType<LossFunction>, { extras: { weight } }: TaskBatch) {
  return weight ? mul<ReturnType<LossFunction>>(losses, cast(reshape(weight, [-1]), 'float32')) : losses;
}
