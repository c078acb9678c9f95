import { NAIVE_COLUMN } from '../metrics/forecast-skill.js';
import type { TaskEntry } from './task-entry.js';

export const forecasting: TaskEntry<{ kind: 'forecasting' }> = {
  summary:
    'the coming values of a series; compared with the seasonal-naive forecast where the data set has one in the column `naive`',
  metrics: (_loss, { extras = {} }) => [
    'rootMeanSquaredError',
    ...(Object.hasOwn(extras, NAIVE_COLUMN) ? (['forecastSkill'] as const) : []),
  ],
};
