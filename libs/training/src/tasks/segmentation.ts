import { type LabelKind, LOSS_LABELS, type MetricSpec } from '@ringmaster/contracts';
import { keepsConfusion } from '../metrics/confusion.js';
import type { TaskEntry } from './task-entry.js';

/** Overlap tells what accuracy hides: that most pixels belong to what nobody looks for. */
const METRICS: Partial<Record<LabelKind, readonly MetricSpec[]>> = {
  classNumbers: ['accuracy', 'diceScore'],
  probabilities: ['accuracy'],
  binary: ['accuracy'],
};

export const segmentation: TaskEntry<{ kind: 'segmentation' }> = {
  summary: 'a class for each pixel or voxel: outputs [rows, columns, classes], labels [rows, columns]',
  metrics: ({ kind }, labels) => {
    const numbers = METRICS[LOSS_LABELS[kind]];
    if (!numbers) return [];
    return keepsConfusion(labels) ? [...numbers, 'confusionMatrix'] : numbers;
  },
};
