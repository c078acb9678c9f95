import type { DatasetSummary } from '@ringmaster/data';
import type { ModelContext } from './model.js';

/** What a model is told of a data set's samples. */
export const samplesOf = ({
  inputShape,
  inputDtype,
  labelShape,
  extras,
}: DatasetSummary): Omit<ModelContext, 'outputs'> => ({
  inputShape,
  labelShape,
  ...(inputDtype && { inputDtype }),
  ...(extras && { extras }),
});
