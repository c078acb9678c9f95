import type { TaskSpec } from '@ringmaster/contracts';
import { paddingMask } from './padding-mask.js';
import type { TaskEntry } from './task-entry.js';

export const languageModel: TaskEntry<Extract<TaskSpec, { kind: 'languageModel' }>> = {
  summary: 'a token for each place: the next one, or one that was masked; outputs [tokens, vocabulary]',
  metrics: () => ['accuracy', 'perplexity'],
  mask: paddingMask,
};
