import { VERSION } from '@ringmaster/contracts';
import type { ModelFacts } from './trained-model.js';

/** What every export says of itself; no time and no place, so that equal models give equal bytes. */
export function exportMetadata({ jobId, step, weightsSha256, normalizer, dataset, job }: ModelFacts) {
  const { name, hash, classes, classNames, columns, extras, encodings, fillings, tokens } = dataset;
  return {
    producer: `ringmaster ${VERSION}`,
    jobId,
    ...(step !== undefined && { step }),
    weightsSha256,
    normalizer,
    dataset: {
      name,
      hash,
      ...(classes !== undefined && { classes }),
      ...(classNames && { classNames }),
      ...(columns && { columns }),
      ...(extras && { extras }),
      ...(encodings && { encodings }),
      ...(fillings && { fillings }),
      ...(tokens && { tokens }),
    },
    job,
  };
}

/** The same for formats whose metadata are texts. */
export const metadataTexts = (facts: ModelFacts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(exportMetadata(facts)).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
