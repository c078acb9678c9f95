import { LOSS_LABELS } from '@ringmaster/contracts';
import type { TaskEntry } from './task-entry.js';

export const detection: TaskEntry<{ kind: 'detection' }> = {
  summary:
    'boxes with a class: labels [boxes, 6] (corners, class, crowd), outputs a row for each prior box of a detector',
  metrics: ({ kind }) => (LOSS_LABELS[kind] === 'boxes' ? ['meanAveragePrecision'] : []),
};
