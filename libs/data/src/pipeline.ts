import type { JobDocument } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { augmentBatch } from './augment/augment-batch.js';
import { mixingProblems } from './augment/requirements.js';
import type { Batch, Dataset, DeliveredBatch, Split } from './dataset.js';
import { type LabelEncoding, oneHot } from './label-encoding.js';
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
 * @throws TrainError `invalid` when samples are to be mixed whose labels are class numbers
 */
export function trainingPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  { seed, labels, partners = dataset, ...options }: TrainingOptions,
): (epoch: number, ids: Uint32Array) => Batch {
  requireMixable(dataset, spec, labels);
  const normalizer = options.normalizer ?? fitNormalizer(dataset, spec.normalize);
  const encode = encoder(dataset, labels);
  const partner = (id: number) => encode(partners.read('train', Uint32Array.of(id)));
  const augmenter = { specs: spec.augment, seed, info: dataset.info, partner };
  return (epoch, ids) => {
    const batch = encode(dataset.read('train', ids));
    augmentBatch(augmenter, epoch, batch);
    normalize(normalizer, batch.x.data);
    return batch;
  };
}

/** Batches of any split without augmentation, scaled by the training split's statistics. */
export function evaluationPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  options: EvaluationOptions = {},
): (split: Split, ids: Uint32Array) => Batch {
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
