import type { TaskEntry } from './task-entry.js';

export const regression: TaskEntry<{ kind: 'regression' }> = {
  summary: 'numbers for each sample',
  metrics: () => [],
};
