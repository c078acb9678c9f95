import { LOSS_LABELS } from '@ringmaster/contracts';
import { cast, mean, reshape, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { HostTensor, Metric } from '../ports/graph-parts.js';
import type { MetricContext } from './metric-context.js';
import { area } from './roc-auc.js';

/** Where a data set says which samples are anomalous: 1, else 0. Nothing but this metric reads it. */
const ANOMALY_COLUMN = 'anomaly';

/** Scores whose logarithms to the base of 2 differ by less than 1/32, from 2⁻²⁴ to 2⁸, count as ties. */
const [BINS, PER_OCTAVE, LOWEST] = [1_024, 32, -24];

const binOf = (score: number): number =>
  Math.min(BINS - 1, Math.max(0, Math.floor((Math.log2(score) - LOWEST) * PER_OCTAVE)));

/**
 * Area under the ROC curve of detecting anomalies by a sample's mean squared error, be it of a forecast or of a
 * reconstruction: the chance that an anomalous sample has a larger error than a normal one, ties (one bin of a histogram)
 * counting half. Needs the column `anomaly`; NaN where one of the two kinds does not occur.
 */
export function anomalyAuc(_options: object, { loss, labels, refuse }: MetricContext): Metric {
  if (LOSS_LABELS[loss.kind] !== 'numbers') throw refuse(`it compares numbers, which ${loss.kind} does not`);
  if (labels.extras !== undefined && !Object.hasOwn(labels.extras, ANOMALY_COLUMN))
    throw refuse(`the data set has no column "${ANOMALY_COLUMN}"`);
  return {
    width: 2 * BINS,
    names: ['anomalyAuc'],
    evaluationOnly: true,
    fetches: 2,
    fetch: ({ outputs, y, extras }) => {
      const [predicted] = outputs as readonly [Tensor];
      const rows = [predicted.shape[0] ?? 1, -1];
      const errors = square(sub(reshape(predicted, rows), reshape(cast(y, 'float32'), rows)));
      return [mean(errors, 1), reshape(cast(extras[ANOMALY_COLUMN] as Tensor, 'float32'), [-1])];
    },
    reduce: ([scores, truths]: readonly HostTensor[]) => {
      const sums = new Array<number>(2 * BINS).fill(0);
      scores?.data.forEach((score, i) => {
        const bin = binOf(score) + ((truths?.data[i] ?? 0) > 0.5 ? BINS : 0);
        sums[bin] = (sums[bin] ?? 0) + 1;
      });
      return sums;
    },
    finish: (sums) => ({ anomalyAuc: area(sums) }),
  };
}
