import type { ModelContext } from '../model.js';

type Samples = Pick<ModelContext, 'inputShape' | 'inputDtype' | 'extras'>;

/** Whether an input takes a further column of the data set, the one of its name. */
export const isColumn = (name: string, { extras = {} }: Pick<Samples, 'extras'>): boolean =>
  Object.hasOwn(extras, name);

/** What an input is fed with: the column of its name, else the samples themselves. */
export function inputColumn(
  name: string,
  samples: Samples,
): { readonly shape: readonly number[]; readonly dtype: Samples['inputDtype'] } {
  const column = isColumn(name, samples) ? samples.extras?.[name] : undefined;
  return column ?? { shape: samples.inputShape, dtype: samples.inputDtype };
}
