import type { TaskSpec } from '@ringmaster/contracts';
import { paddingMask } from './padding-mask.js';
import type { TaskEntry } from './task-entry.js';

export const sequenceToSequence: TaskEntry<Extract<TaskSpec, { kind: 'sequenceToSequence' }>> = {
  summary:
    'a sequence for a sequence, with the target shifted by one as decoder input; outputs [tokens, vocabulary]',
  metrics: () => ['accuracy', 'perplexity'],
  mask: paddingMask,
};
