import { LOSS_LABELS } from '@ringmaster/contracts';
import {
  argMax,
  cast,
  matMul,
  mul,
  oneHot,
  reshape,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { Metric } from '../ports/graph-parts.js';
import type { MetricContext } from './metric-context.js';

/** More classes than this make a matrix that is too long to travel. */
const MOST_CLASSES = 512;

/** How often class `row` was taken for class `column`. */
export interface Confusion {
  readonly classes: number;
  at(row: number, column: number): number;
}

/** What a confusion matrix, counted over all elements, comes to. */
export interface ConfusionMeasure {
  readonly names: readonly string[];
  finish(confusion: Confusion): Readonly<Record<string, number>>;
}

/**
 * A metric of the confusion matrix. The graph counts a batch's elements (whole numbers, exact in float32 up to 2²⁴ of a
 * batch); matrices are added up in float64. Masked elements do not count. Only in evaluations.
 */
export function confusionMetric({ names, finish }: ConfusionMeasure, context: MetricContext): Metric {
  const { loss, labels, mask, refuse } = context;
  if (LOSS_LABELS[loss.kind] !== 'classNumbers')
    throw refuse(`it needs class numbers, which ${loss.kind} does not take`);
  // Without the data set nothing is known yet; nothing is computed either.
  const classes = labels.classes ?? 1;
  if (classes > MOST_CLASSES) throw refuse(`${classes} classes are more than ${MOST_CLASSES}`);
  return {
    width: classes * classes,
    names,
    evaluationOnly: true,
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const hot = (of: Tensor): Tensor =>
        cast(oneHot(cast(reshape(of, [-1]), 'int32') as Tensor1D, classes), 'float32');
      const weights = mask(batch);
      const rows = weights ? mul(hot(batch.y), reshape(cast(weights, 'float32'), [-1, 1])) : hot(batch.y);
      return [reshape(matMul(rows, hot(argMax(predicted, -1)), true), [1, classes * classes])];
    },
    finish: (sums) => finish({ classes, at: (row, column) => sums[row * classes + column] ?? 0 }),
  };
}

/** Of one class: right, wrongly found, and missed elements. */
export function countsOf({ classes, at }: Confusion, label: number) {
  let [found, all] = [0, 0];
  for (let other = 0; other < classes; other++) {
    found += at(other, label);
    all += at(label, other);
  }
  const right = at(label, label);
  return { right, wrong: found - right, missed: all - right };
}

export const classesOf = ({ classes }: Confusion): readonly number[] =>
  Array.from({ length: classes }, (_, label) => label);

/** 0 ÷ 0 is 0, as in scikit-learn: a class that is never found has no precision to speak of. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
