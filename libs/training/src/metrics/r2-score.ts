import { LOSS_LABELS } from '@ringmaster/contracts';
import { cast, concat, reshape, slice, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Metric } from '../ports/graph-parts.js';
import { counted } from './counted.js';
import type { MetricContext } from './metric-context.js';

/**
 * The coefficient of determination R² = 1 − Σ(prediction − label)² ÷ Σ(label − mean label)²: 1 is perfect, 0 no better than always
 * saying the mean of the split, below 0 worse; 0 where all labels are equal. Outputs of a sample count as so many samples.
 */
export function r2Score(_options: object, { loss, mask, refuse }: MetricContext): Metric {
  if (LOSS_LABELS[loss.kind] !== 'numbers') throw refuse(`it compares numbers, which ${loss.kind} does not`);
  return {
    width: 4,
    names: ['r2Score'],
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const labels = reshape(cast(batch.y, 'float32'), predicted.shape);
      const sumOf = (values: Tensor): Tensor => {
        const both = counted(values, mask(batch));
        return slice(both, [0, 0], [both.shape[0] ?? 1, 1]);
      };
      const errors = counted(square(sub(predicted, labels)), mask(batch));
      return [concat([errors, sumOf(labels), sumOf(square(labels))], 1)];
    },
    finish: ([errors = 0, all = 0, sum = 0, squares = 0]) => {
      const spread = squares - (sum * sum) / all;
      return { r2Score: spread > 0 ? 1 - errors / spread : 0 };
    },
  };
}
