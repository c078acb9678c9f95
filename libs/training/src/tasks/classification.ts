import { type LabelKind, LOSS_LABELS, type MetricSpec } from '@ringmaster/contracts';
import { keepsConfusion } from '../metrics/confusion.js';
import type { TaskEntry } from './task-entry.js';

const METRICS: Partial<Record<LabelKind, readonly MetricSpec[]>> = {
  classNumbers: ['accuracy'],
  probabilities: ['accuracy'],
  binary: ['accuracy'],
};

export const classification: TaskEntry<{ kind: 'classification' }> = {
  summary: 'one class, or several yes-or-no answers, for each sample',
  metrics: ({ kind }, labels) => {
    const numbers = METRICS[LOSS_LABELS[kind]];
    if (!numbers) return [];
    return keepsConfusion(labels) ? [...numbers, 'confusionMatrix'] : numbers;
  },
};
