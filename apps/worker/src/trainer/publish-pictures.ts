import type { ResolvedJob } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { contactSheet, labelEncoding } from '@ringmaster/data';
import type { ArtifactSink } from '@ringmaster/training';
import type { JobParts } from './parts.js';

interface Publishing {
  readonly sink: ArtifactSink;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Publishes `pictures/augmentation.png` for a run that augments images. A picture that cannot be stored is only warned
 * about: the run does not need it.
 */
export async function publishPictures(
  { dataset }: Pick<JobParts, 'dataset'>,
  { data, loss, training }: ResolvedJob,
  { sink, signal, logger }: Publishing,
): Promise<void> {
  const { inputShape } = dataset.info;
  const isImage = inputShape.length === 3 && [1, 3].includes(inputShape[2] ?? 0);
  if (data.augment.length === 0 || !isImage) return;
  const labels = labelEncoding(loss, dataset.info);
  const bytes = contactSheet(dataset, data.augment, { seed: training.seed, labels });
  try {
    await sink.put({ name: 'pictures/augmentation.png', bytes }, signal);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn(`the picture of the augmentation is not stored: ${TrainError.from(error).message}`);
  }
}
