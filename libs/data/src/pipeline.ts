import type { JobDocument } from '@ringmaster/contracts';
import { augment } from './augment.js';
import type { Batch, Dataset, Split } from './dataset.js';
import { fitNormalizer, type Normalizer, normalize } from './normalizer.js';

type PipelineSpec = Pick<JobDocument['data'], 'normalize' | 'augment'>;

/**
 * Batches of the training split as the model sees them: read, augment, normalise. Augmentation comes first, so that
 * what it brings in from outside an image is black, not the mean grey. A sample's values depend on (seed, epoch,
 * sample id) alone, never on the batch it is in or on the worker.
 * @param options.normalizer one that was fitted before, for example when a run is resumed; default: fitted here.
 */
export function trainingPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  options: { readonly seed: number; readonly normalizer?: Normalizer },
): (epoch: number, ids: Uint32Array) => Batch {
  const normalizer = options.normalizer ?? fitNormalizer(dataset, spec.normalize);
  const shape = dataset.info.inputShape;
  const width = shape.reduce((product, dim) => product * dim, 1);
  return (epoch, ids) => {
    const batch = dataset.read('train', ids);
    const values = batch.x.data as Float32Array;
    if (spec.augment.length > 0)
      batch.ids.forEach((id, row) => {
        const x = values.subarray(row * width, (row + 1) * width);
        augment(spec.augment, { x, shape }, { seed: options.seed, epoch, id });
      });
    normalize(normalizer, values);
    return batch;
  };
}

/** Batches of any split without augmentation, scaled by the training split's statistics. */
export function evaluationPipeline(
  dataset: Dataset,
  spec: PipelineSpec,
  options: { readonly normalizer?: Normalizer } = {},
): (split: Split, ids: Uint32Array) => Batch {
  const normalizer = options.normalizer ?? fitNormalizer(dataset, spec.normalize);
  return (split, ids) => {
    const batch = dataset.read(split, ids);
    normalize(normalizer, batch.x.data);
    return batch;
  };
}
