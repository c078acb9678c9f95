import { LOSS_LABELS } from '@ringmaster/contracts';
import { cast, concat, reshape, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Metric } from '../ports/graph-parts.js';
import { counted } from './counted.js';
import type { MetricContext } from './metric-context.js';

/** Where a data set keeps what the seasonal-naive forecast says: the values of the season before. As many as the labels. */
export const NAIVE_COLUMN = 'naive';

/**
 * How a forecast compares with the seasonal-naive one, which repeats the season before: the latter's root mean squared error,
 * and the skill 1 − MSE ÷ MSE of the naive forecast. 0 is no better than naive, 1 is perfect, below 0 is worse
 * (A. Murphy, Monthly Weather Review 116, 1988). Needs the column `naive`.
 */
export function forecastSkill(_options: object, { loss, labels, mask, refuse }: MetricContext): Metric {
  if (LOSS_LABELS[loss.kind] !== 'numbers') throw refuse(`it compares numbers, which ${loss.kind} does not`);
  if (labels.extras !== undefined && !Object.hasOwn(labels.extras, NAIVE_COLUMN))
    throw refuse(`the data set has no column "${NAIVE_COLUMN}"`);
  return {
    width: 4,
    names: ['naiveRootMeanSquaredError', 'forecastSkill'],
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const [known, naive] = [batch.y, batch.extras[NAIVE_COLUMN]].map((one) =>
        reshape(cast(one as Tensor, 'float32'), predicted.shape),
      ) as [Tensor, Tensor];
      const errors = [predicted, naive].map((forecast) => counted(square(sub(forecast, known)), mask(batch)));
      return [concat(errors, 1)];
    },
    finish: ([own = 0, , naive = 0, all = 0]) => ({
      naiveRootMeanSquaredError: Math.sqrt(naive / all),
      forecastSkill: 1 - own / naive,
    }),
  };
}
