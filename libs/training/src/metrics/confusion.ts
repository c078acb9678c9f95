import { type LabelKind, LOSS_LABELS } from '@ringmaster/contracts';
import {
  argMax,
  cast,
  greater,
  matMul,
  mul,
  oneHot,
  reshape,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { ConfusionTable, Metric } from '../ports/graph-parts.js';
import type { LabelFacts, MetricContext } from './metric-context.js';

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
  /** Whether the run is to keep the matrix itself. */
  readonly keep?: boolean;
}

/** The class of each element, by what the labels are; of two classes with one logit the second one where it is above 0. */
const CLASSES_OF: Partial<
  Record<LabelKind, (y: Tensor, predicted: Tensor) => readonly [truth: Tensor, found: Tensor]>
> = {
  classNumbers: (y, predicted) => [y, argMax(predicted, -1)],
  probabilities: (y, predicted) => [argMax(y, -1), argMax(predicted, -1)],
  binary: (y, predicted) => [greater(cast(y, 'float32'), 0.5), greater(predicted, 0)],
};

/**
 * A metric of the confusion matrix. The graph counts a batch's elements (whole numbers, exact in float32 up to 2²⁴ of a
 * batch); matrices are added up in float64. Masked elements do not count. Only in evaluations.
 */
export function confusionMetric({ names, finish, keep }: ConfusionMeasure, context: MetricContext): Metric {
  const { loss, labels, mask, refuse } = context;
  const kind = LOSS_LABELS[loss.kind];
  const classesOfBatch = CLASSES_OF[kind];
  if (!classesOfBatch) throw refuse(`it needs classes as labels, which ${loss.kind} does not take`);
  // Without the data set nothing is known yet; nothing is computed either.
  const isKnown = labels.labelShape !== undefined;
  if (isKnown && labels.classes === undefined) throw refuse('the labels are no classes');
  const classes = labels.classes ?? 1;
  if (classes > MOST_CLASSES) throw refuse(`${classes} classes are more than ${MOST_CLASSES}`);
  const confusionOf = (sums: readonly number[]): Confusion => ({
    classes,
    at: (row, column) => sums[row * classes + column] ?? 0,
  });
  return {
    width: classes * classes,
    names,
    evaluationOnly: true,
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const hot = (of: Tensor): Tensor =>
        cast(oneHot(cast(reshape(of, [-1]), 'int32') as Tensor1D, classes), 'float32');
      const [truth, found] = classesOfBatch(batch.y, predicted);
      const weights = mask(batch);
      const rows = weights ? mul(hot(truth), reshape(cast(weights, 'float32'), [-1, 1])) : hot(truth);
      return [reshape(matMul(rows, hot(found), true), [1, classes * classes])];
    },
    finish: (sums) => finish(confusionOf(sums)),
    ...(keep && { confusion: (counts) => ({ classes, classNames: labels.classNames, counts }) }),
  };
}

/** Reports no number: the run keeps the matrix of its test split. */
export const confusionMatrix = (_options: object, context: MetricContext): Metric =>
  confusionMetric({ names: [], finish: () => ({}), keep: true }, context);

/** A matrix of more classes is only kept where the document asks for it. */
const MOST_BY_DEFAULT = 64;

/** Whether a run of these labels keeps a matrix without being asked. */
export const keepsConfusion = ({ classes = Infinity }: LabelFacts): boolean => classes <= MOST_BY_DEFAULT;

/** The matrix as a table for spreadsheets: a row a true class, a column a predicted one, with their names or numbers. */
export function confusionCsv({ classes, classNames, counts }: ConfusionTable): string {
  const names = Array.from({ length: classes }, (_, label) => quoted(classNames?.[label] ?? String(label)));
  const rows = names.map((name, row) => [name, ...counts.slice(row * classes, (row + 1) * classes)]);
  return [['true class', ...names], ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

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
