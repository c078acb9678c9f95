import { LOSS_LABELS } from '@ringmaster/contracts';
import type { TaskEntry } from './task-entry.js';

export const classification: TaskEntry<{ kind: 'classification' }> = {
  summary: 'one class, or several yes-or-no answers, for each sample',
  metrics: ({ kind }) => (LOSS_LABELS[kind] === 'numbers' ? [] : ['accuracy']),
};
