import { LOSS_LABELS } from '@ringmaster/contracts';
import type { Tensor } from '@tensorflow/tfjs-core';
import { sigmoid, reshape, cast, softmax, slice } from '@tensorflow/tfjs-core';
import type { HostTensor, Metric } from '../ports/graph-parts.js';
import type { MetricContext } from './metric-context.js';

/** Scores within 1/1024 of each other count as ties. */
const BINS = 1_024;

/**
 * Area under the ROC curve of two classes, from a histogram of the positive class's probabilities in 1024 equal bins for each
 * class: the chance that a positive sample scores higher than a negative one, ties (one bin) counting half. Against the exact
 * area it is off by half the share of pairs in one bin at most. NaN where one of the classes does not occur.
 */
export function rocAuc(_options: object, { loss, labels, refuse }: MetricContext): Metric {
  const kind = LOSS_LABELS[loss.kind];
  const isBinary = kind === 'binary';
  if (!isBinary && kind !== 'classNumbers')
    throw refuse(`it needs two classes, which ${loss.kind} does not take`);
  if (labels.classes !== undefined && labels.classes !== 2)
    throw refuse(`it needs two classes, not ${labels.classes}`);
  return {
    width: 2 * BINS,
    names: ['rocAuc'],
    evaluationOnly: true,
    fetches: 2,
    fetch: ({ outputs, y }) => {
      const [predicted] = outputs as readonly [Tensor];
      const scores = isBinary
        ? sigmoid(predicted)
        : slice(softmax(reshape(predicted, [-1, 2])), [0, 1], [-1, 1]);
      return [reshape(scores, [-1]), reshape(cast(y, 'float32'), [-1])];
    },
    reduce: ([scores, truths]: readonly HostTensor[]) => {
      const sums = new Array<number>(2 * BINS).fill(0);
      scores?.data.forEach((score, i) => {
        const bin = Math.min(BINS - 1, Math.floor(score * BINS)) + ((truths?.data[i] ?? 0) > 0.5 ? BINS : 0);
        sums[bin] = (sums[bin] ?? 0) + 1;
      });
      return sums;
    },
    finish: (sums) => ({ rocAuc: area(sums) }),
  };
}

/** Of a histogram of scores, from the lowest bin to the highest: of the negative samples, then of the positive ones. */
export function area(sums: readonly number[]): number {
  const bins = sums.length / 2;
  let [below, won, positives] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const [negative, positive] = [sums[bin] ?? 0, sums[bins + bin] ?? 0];
    won += positive * (below + negative / 2);
    below += negative;
    positives += positive;
  }
  return won / (below * positives);
}
