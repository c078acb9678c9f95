import type { LossOptions, MetricSpec, TaskSpec } from '@ringmaster/contracts';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LabelFacts } from '../metrics/metric-context.js';
import type { LossFunction, TaskBatch, TaskDefinition } from '../ports/graph-parts.js';

/** A task as a plug-in: what differs from comparing the first output with the labels by the document's loss. */
export interface TaskEntry<Spec extends TaskSpec> {
  readonly summary: string;
  /** What a run reports where its document names no metrics. */
  metrics(loss: LossOptions, labels: LabelFacts): readonly MetricSpec[];
  /** Weights of a batch's elements. Default: the column `mask`, where the data set has one. */
  mask?(spec: Spec, batch: TaskBatch): Tensor | undefined;
  /** One loss a sample, before sample weights. Default: `loss` of labels and first output, with the mask. */
  losses?(spec: Spec, loss: LossFunction): TaskDefinition['losses'];
}
