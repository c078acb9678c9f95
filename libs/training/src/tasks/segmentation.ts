import { LOSS_LABELS } from '@ringmaster/contracts';
import type { TaskEntry } from './task-entry.js';

export const segmentation: TaskEntry<{ kind: 'segmentation' }> = {
  summary: 'a class for each pixel or voxel: outputs [rows, columns, classes], labels [rows, columns]',
  metrics: ({ kind }) => (['numbers', 'groups', 'symbols'].includes(LOSS_LABELS[kind]) ? [] : ['accuracy']),
};
