import { LOSS_LABELS } from '@ringmaster/contracts';
import { abs, cast, reshape, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Metric } from '../ports/graph-parts.js';
import { counted } from './counted.js';
import type { MetricContext } from './metric-context.js';

interface ErrorMeasure {
  readonly name: string;
  of(difference: Tensor): Tensor;
  finish(mean: number): number;
}

const errorMetric =
  ({ name, of, finish }: ErrorMeasure) =>
  (_options: object, { loss, mask, refuse }: MetricContext): Metric => {
    if (LOSS_LABELS[loss.kind] !== 'numbers')
      throw refuse(`it compares numbers, which ${loss.kind} does not`);
    return {
      width: 2,
      names: [name],
      fetch: (batch) => {
        const [predicted] = batch.outputs as readonly [Tensor];
        const labels = reshape(cast(batch.y, 'float32'), predicted.shape);
        return [counted(of(sub(predicted, labels)), mask(batch))];
      },
      finish: ([total = 0, all = 0]) => ({ [name]: finish(total / all) }),
    };
  };

/** Mean of |prediction − label| over all outputs. */
export const meanAbsoluteErrorMetric = errorMetric({
  name: 'meanAbsoluteError',
  of: abs,
  finish: (mean) => mean,
});

/** √ of the mean of (prediction − label)² over all outputs of the split, not a mean of roots. */
export const rootMeanSquaredError = errorMetric({
  name: 'rootMeanSquaredError',
  of: square,
  finish: Math.sqrt,
});
