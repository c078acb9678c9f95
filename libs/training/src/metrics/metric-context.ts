import type { LossOptions } from '@ringmaster/contracts';
import type { TrainError } from '@ringmaster/core';
import type { DatasetSummary } from '@ringmaster/data';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TaskBatch } from '../ports/graph-parts.js';

/** Of a data set what a task depends on; nothing where only its files can tell. */
export type LabelFacts = Partial<Pick<DatasetSummary, 'classes' | 'classNames' | 'labelShape' | 'extras'>>;

/** What a metric is made for. */
export interface MetricContext {
  readonly loss: LossOptions;
  readonly labels: LabelFacts;
  /** Weights of the elements of a batch, as many as the labels have; undefined when all count alike. */
  mask(batch: TaskBatch): Tensor | undefined;
  /** The error of a metric that does not fit its job. */
  refuse(why: string): TrainError;
}
