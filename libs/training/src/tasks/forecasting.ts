import type { TaskEntry } from './task-entry.js';

export const forecasting: TaskEntry<{ kind: 'forecasting' }> = {
  summary: 'the coming values of a series',
  metrics: () => [],
};
