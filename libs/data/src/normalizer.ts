import type { JobDocument } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Dataset } from './dataset.js';

/**
 * How values are scaled before the model sees them: (x − mean) ÷ std. `mean` and `std` hold one number for all values
 * of a sample (images), or one for each feature (vectors). Plain JSON, which keeps every bit of its numbers: it is
 * part of a checkpoint and of an exported model's metadata.
 */
export type Normalizer =
  | { readonly kind: 'none' }
  | { readonly kind: 'standardize'; readonly mean: readonly number[]; readonly std: readonly number[] };

/** Samples read at once while fitting. */
const CHUNK = 1_024;

/**
 * Fits a normaliser on the training split, and on nothing else. `standardize` takes one mean and one standard
 * deviation over all pixels of images (shape of rank 3), and one per feature otherwise; a constant feature is only
 * shifted. Inputs that are int32 (tokens) are left as they are. Sums run in sample order in float64, in two passes, so the result depends on the data alone.
 */
export function fitNormalizer(dataset: Dataset, kind: JobDocument['data']['normalize']): Normalizer {
  const { inputShape, inputDtype, sizes } = dataset.info;
  if (kind === 'none' || inputDtype === 'int32') return { kind: 'none' };
  const groups = inputShape.length === 3 ? 1 : inputShape.reduce((product, dim) => product * dim, 1);
  const values = (sizes.train / groups) * inputShape.reduce((product, dim) => product * dim, 1);
  const mean = sumOver(dataset, groups, (value) => value).map((sum) => sum / values);
  const squares = sumOver(dataset, groups, (value, group) => (value - (mean[group] as number)) ** 2);
  const std = squares.map((sum) => Math.sqrt(sum / values) || 1);
  if (![...mean, ...std].every(Number.isFinite))
    throw new TrainError(
      'data_corrupt',
      `the training split of ${dataset.info.name} holds a NaN or an infinity: it cannot be standardised`,
    );
  return { kind, mean: [...mean], std: [...std] };
}

function sumOver(
  dataset: Dataset,
  groups: number,
  term: (value: number, group: number) => number,
): Float64Array {
  const sums = new Float64Array(groups);
  const { train } = dataset.info.sizes;
  for (let start = 0; start < train; start += CHUNK) {
    const ids = Uint32Array.from({ length: Math.min(CHUNK, train - start) }, (_, i) => start + i);
    const { data } = dataset.read('train', ids).x;
    for (let i = 0; i < data.length; i++) {
      const group = i % groups;
      sums[group] = (sums[group] as number) + term(data[i] as number, group);
    }
  }
  return sums;
}

/** Scales the values of whole samples in place. */
export function normalize(normalizer: Normalizer, data: Float32Array | Int32Array): void {
  if (normalizer.kind === 'none') return;
  const { mean, std } = normalizer;
  if (mean.length === 1) {
    const [shift, scale] = [mean[0] as number, std[0] as number];
    for (let i = 0; i < data.length; i++) data[i] = ((data[i] as number) - shift) / scale;
    return;
  }
  for (let i = 0; i < data.length; i++) {
    const feature = i % mean.length;
    data[i] = ((data[i] as number) - (mean[feature] as number)) / (std[feature] as number);
  }
}
