import { LOSS_LABELS } from '@ringmaster/contracts';
import type { TaskEntry } from './task-entry.js';

export const classification: TaskEntry<{ kind: 'classification' }> = {
  summary: 'one class, or several yes-or-no answers, for each sample',
  metrics: ({ kind }) => (['numbers', 'groups', 'symbols'].includes(LOSS_LABELS[kind]) ? [] : ['accuracy']),
};
