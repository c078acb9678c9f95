import { type DatasetSummary, vocabularySize } from '@ringmaster/data';
import type { ModelContext } from './model.js';

/** What a model is told of a data set's samples. */
export const samplesOf = ({
  inputShape,
  inputDtype,
  labelShape,
  extras,
  tokens,
}: DatasetSummary): Omit<ModelContext, 'outputs'> => ({
  inputShape,
  labelShape,
  ...(inputDtype && { inputDtype }),
  ...(extras && { extras }),
  ...(tokens?.tokenizer && { vocabulary: vocabularySize(tokens.tokenizer) }),
});
