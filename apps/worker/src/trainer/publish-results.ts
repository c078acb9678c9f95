import { LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { attentionSheet, maskSheet, matrixPicture } from '@ringmaster/data';
import { attentionMaps, modelOutput } from '@ringmaster/engine';
import { type ArtifactSink, confusionCsv, type StoredFile, type TrainingOutcome } from '@ringmaster/training';
import { boxFiles, SHOWN } from './box-files.js';
import type { JobParts } from './parts.js';

interface Publishing {
  readonly sink: ArtifactSink;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Publishes what a finished run has to show beside its model: the confusion matrix of its test split as
 * `confusion/test.csv` and `pictures/confusion.png`, of a segmentation `pictures/masks.png`, of a
 * detection `pictures/detections.png`, and of a model that attends `pictures/attention.png`, for the first sample. The model holds the final
 * weights. What cannot be stored is only warned about: the run does not need it.
 * @returns the artifacts' names
 */
export async function publishResults(
  parts: JobParts,
  { job, confusion }: Pick<TrainingOutcome, 'confusion'> & { readonly job: ResolvedJob },
  { sink, signal, logger }: Publishing,
): Promise<readonly string[]> {
  const names: string[] = [];
  const pictures = [...maskFiles(parts, job), ...boxFiles(parts, job), ...attentionFiles(parts)];
  for (const file of [...confusionFiles(confusion), ...pictures])
    try {
      await sink.put(file, signal);
      names.push(file.name);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(`${file.name} is not stored: ${TrainError.from(error).message}`);
    }
  return names;
}

function confusionFiles(confusion: TrainingOutcome['confusion']): readonly StoredFile[] {
  if (!confusion) return [];
  const csv = new TextEncoder().encode(confusionCsv(confusion));
  const picture = matrixPicture(confusion.classes, confusion.counts, confusion.classNames);
  return [
    { name: 'confusion/test.csv', bytes: csv },
    { name: 'pictures/confusion.png', bytes: picture },
  ];
}

/** The first samples of the test split, or of the validation split where there is none. */
function maskFiles({ dataset, pipelines, model }: JobParts, { task }: ResolvedJob): readonly StoredFile[] {
  const { sizes, inputShape, labelShape, classes } = dataset.info;
  const split = sizes.test > 0 ? 'test' : 'validation';
  const count = Math.min(SHOWN, sizes[split]);
  const isShown =
    task?.kind === 'segmentation' && [2, 3].includes(labelShape.length) && classes !== undefined;
  if (!isShown || count === 0) return [];
  const ids = Uint32Array.from({ length: count }, (_, id) => id);
  const { x, y } = dataset.read(split, ids);
  const output = modelOutput(model, pipelines.evaluation(dataset)(split, ids));
  const bytes = maskSheet({
    count,
    sides: labelShape,
    channels: inputShape.at(-1) ?? 1,
    values: x.data,
    truth: y.data,
    found: likeliest(output),
    ...(dataset.info.classNames && { classNames: dataset.info.classNames }),
  });
  return [{ name: 'pictures/masks.png', bytes }];
}

/** Where each head of each layer looks, for the first sample of the test split, or of the training split. */
function attentionFiles({ dataset, pipelines, model }: JobParts): readonly StoredFile[] {
  const split = dataset.info.sizes.test > 0 ? 'test' : 'train';
  const batch = pipelines.evaluation(dataset)(split, Uint32Array.of(0));
  const maps = attentionMaps(model, batch, LIMITS.attentionValues).map(({ shape, data }) => {
    const [, heads = 1, queries = 1, keys = 1] = shape;
    return { heads, queries, keys, weights: data };
  });
  return maps.length === 0 ? [] : [{ name: 'pictures/attention.png', bytes: attentionSheet(maps) }];
}

/** The class with the largest output, the first of equal ones; of a single output 1 where it is above 0. */
function likeliest({ shape, data }: ReturnType<typeof modelOutput>): Int32Array {
  const width = shape.at(-1) ?? 1;
  return Int32Array.from({ length: data.length / width }, (_, at) => {
    if (width === 1) return (data[at] ?? 0) > 0 ? 1 : 0;
    let best = 0;
    for (let label = 1; label < width; label++)
      if ((data[at * width + label] ?? 0) > (data[at * width + best] ?? 0)) best = label;
    return best;
  });
}
