import type { JobDocument } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { augmentBatch } from './augment/augment-batch.js';
import { withPlace } from './augment/transform-failed.js';
import { mixingProblems } from './augment/requirements.js';
import type { Dataset, DeliveredBatch, SharedDataset, Split } from './dataset.js';
import { type LabelEncoding, oneHot } from './label-encoding.js';
import { openShared } from './memory-dataset.js';
import type { OpenFileView } from './stream/file-view.js';
import { fitNormalizer, type Normalizer, normalize } from './normalizer.js';

type PipelineSpec = Pick<JobDocument['data'], 'normalize' | 'augment'>;

interface EvaluationOptions {
  /** One that was fitted before, for example when a run is resumed; default: fitted here. */
  readonly normalizer?: Normalizer;
  /** What the loss takes; default: labels as the data set gives them. */
  readonly labels?: LabelEncoding;
}

interface TrainingOptions extends EvaluationOptions {
  readonly seed: number;
  /** Where samples are read that are mixed into others, apart from what is delivered; default: the data set itself. */
  readonly partners?: Dataset;
}

/**
 * Batches of the training split as the model sees them: read, augment, normalise. Augmentation comes first, so that
 * what it brings in from outside an image is black, not the mean grey. A sample's values depend on (seed, epoch,
 * sample id) alone, never on the batch it is in or on the worker.
 * @throws TrainError `invalid` when samples are to be mixed whose labels are class numbers; when a batch is asked for,
 * what the reader or an augmentation throws, naming sample, file and augmentation
 */
export function trainingPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  { seed, labels, partners = dataset, ...options }: TrainingOptions,
): (epoch: number, ids: Uint32Array) => DeliveredBatch {
  requireMixable(dataset, spec, labels);
  const normalizer = options.normalizer ?? fitNormalizer(dataset, spec.normalize);
  const encode = encoder(dataset, labels);
  const partner = (id: number) => encode(partners.read('train', Uint32Array.of(id)));
  const augmenter = { specs: spec.augment, seed, info: dataset.info, partner };
  return (epoch, ids) => {
    const batch = encode(dataset.read('train', ids));
    try {
      augmentBatch(augmenter, epoch, batch);
    } catch (cause) {
      throw withPlace(cause, partners);
    }
    normalize(normalizer, batch.x.data);
    return batch;
  };
}

/** What a data set's pipelines are made of, as plain data for another thread. */
export interface SharedPipeline extends Required<EvaluationOptions> {
  readonly dataset: SharedDataset;
  readonly spec: PipelineSpec;
  readonly seed: number;
}

/** The pipelines that another thread shares: the same batches, to the bit. */
export function openSharedPipelines(
  { dataset: shared, spec, ...options }: SharedPipeline,
  openFile?: OpenFileView,
) {
  const dataset = openShared(shared, openFile);
  return {
    training: trainingPipeline(dataset, spec, options),
    evaluation: evaluationPipeline(dataset, spec, options),
  };
}

/** Batches of any split without augmentation, scaled by the training split's statistics. */
export function evaluationPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  options: EvaluationOptions = {},
): (split: Split, ids: Uint32Array) => DeliveredBatch {
  const normalizer = options.normalizer ?? fitNormalizer(dataset, spec.normalize);
  const encode = encoder(dataset, options.labels);
  return (split, ids) => {
    const batch = encode(dataset.read(split, ids));
    normalize(normalizer, batch.x.data);
    return batch;
  };
}

function requireMixable(
  { info }: Dataset,
  { augment }: PipelineSpec,
  labels: LabelEncoding = 'asRead',
): void {
  const problems = mixingProblems(augment, info, labels);
  const message = problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
  if (problems.length > 0) throw new TrainError('invalid', message, { details: { problems } });
}

function encoder({ info }: Dataset, labels: LabelEncoding | undefined) {
  const { classes } = info;
  if (labels !== 'oneHot' || classes === undefined) return (batch: DeliveredBatch) => batch;
  return (batch: DeliveredBatch): DeliveredBatch => ({ ...batch, y: oneHot(batch.y, classes) });
}
