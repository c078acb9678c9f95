import { TrainError } from '@ringmaster/core';
import type { Dataset } from '../dataset.js';

interface Where {
  /** Of the training sample. */
  readonly id: number;
  readonly kind: string;
  /** In the document's list. */
  readonly index: number;
  /** Of the data set. */
  readonly name: string;
}

/** Says which augmentation failed on which sample; what is an account of that already stays as it is. */
export function transformFailed(cause: unknown, { id, kind, index, name }: Where): TrainError {
  const error = TrainError.from(cause);
  if (error.details?.['sample'] !== undefined) return error;
  return new TrainError(
    error.code,
    `data.augment[${index}] (${kind}) failed on training sample ${id} of ${name}: ${error.message}`,
    { cause, details: { ...error.details, sample: id, transform: kind } },
  );
}

/** Adds the file that the sample comes from: the data set knows it, the thread that augments does not. */
export function withPlace(caught: unknown, { place }: Pick<Dataset, 'place'>): TrainError {
  const error = TrainError.from(caught);
  const sample = error.details?.['sample'];
  if (!place || typeof sample !== 'number' || error.details?.['place'] !== undefined) return error;
  const where = place('train', sample);
  return new TrainError(error.code, `${error.message} (${where})`, {
    cause: caught,
    details: { ...error.details, place: where },
  });
}
