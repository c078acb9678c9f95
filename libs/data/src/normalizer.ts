import { type JobDocument, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Dataset } from './dataset.js';
import { quantile } from './files/fill-missing.js';

/**
 * How values are scaled before the model sees them: (x − mean) ÷ std. `mean` and `std` hold one number for all values
 * of a sample (images), or one for each feature (vectors). Plain JSON, which keeps every bit of its numbers: it is
 * part of a checkpoint and of an exported model's metadata.
 */
export type Normalizer =
  | { readonly kind: 'none' }
  | { readonly kind: 'standardize'; readonly mean: readonly number[]; readonly std: readonly number[] };

/** Samples, and values, that are read at once while fitting. */
const CHUNK = 1_024;
const CHUNK_VALUES = 1_048_576;
/** Values that are sorted at once. */
const HELD_VALUES = LIMITS.dataWholeBytes / Float32Array.BYTES_PER_ELEMENT;

/**
 * Fits a normaliser on the training split, and on nothing else: a shift and a scale. `standardize` takes the mean and
 * the standard deviation, `minMax` the smallest value and the range, `robust` the median and the width of the middle half;
 * over all pixels of images (shape of rank 3), and for each feature otherwise. A constant feature is only shifted; inputs
 * that are int32 (tokens) are left as they are. Sums run in sample order in float64, so the result depends on the data
 * alone.
 * @throws TrainError `data_corrupt` for values that are not finite | `invalid` for `robust` and images
 */
export function fitNormalizer(dataset: Dataset, kind: JobDocument['data']['normalize']): Normalizer {
  const { inputShape, inputDtype, sizes } = dataset.info;
  if (kind === 'none' || inputDtype === 'int32') return { kind: 'none' };
  if (kind !== 'standardize') return byOrder(dataset, kind);
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

/** What needs values in their order. Images have one shift and one scale for all pixels, as in `standardize`. */
function byOrder(dataset: Dataset, kind: 'minMax' | 'robust'): Normalizer {
  const { inputShape, sizes, name } = dataset.info;
  if (kind === 'robust' && inputShape.length === 3)
    throw new TrainError(
      'invalid',
      `data.normalize: robust sorts the values of each feature, but ${name} gives images of shape [${inputShape.join(', ')}]: say standardize or minMax`,
    );
  const width = inputShape.reduce((product, dim) => product * dim, 1);
  const { shift, scale } =
    kind === 'minMax' ? extremes(dataset, inputShape.length === 3 ? 1 : width) : quartiles(dataset, width);
  if (![...shift, ...scale].every(Number.isFinite) || sizes.train === 0)
    throw new TrainError(
      'data_corrupt',
      `the training split of ${name} holds a NaN or an infinity: it cannot be scaled`,
    );
  return { kind: 'standardize', mean: shift, std: scale };
}

interface Scaling {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

function extremes(dataset: Dataset, groups: number): Scaling {
  const low = new Float64Array(groups).fill(Infinity);
  const high = new Float64Array(groups).fill(-Infinity);
  eachChunk(dataset, (data) => {
    for (let i = 0; i < data.length; i++) {
      const group = i % groups;
      // Unlike comparisons, these keep a NaN.
      low[group] = Math.min(low[group] as number, data[i] as number);
      high[group] = Math.max(high[group] as number, data[i] as number);
    }
  });
  return { shift: [...low], scale: Array.from(high, (value, group) => value - (low[group] as number) || 1) };
}

/** Of as many features at once as fit into memory. */
function quartiles(dataset: Dataset, width: number): Scaling {
  const atOnce = Math.max(1, Math.floor(HELD_VALUES / Math.max(1, dataset.info.sizes.train)));
  const shift: number[] = [];
  const scale: number[] = [];
  for (let first = 0; first < width; first += atOnce)
    for (const sorted of sortedColumns(dataset, { width, first, end: Math.min(width, first + atOnce) })) {
      shift.push(quantile(sorted, 0.5));
      scale.push(quantile(sorted, 0.75) - quantile(sorted, 0.25) || 1);
    }
  return { shift, scale };
}

interface Columns {
  readonly width: number;
  readonly first: number;
  readonly end: number;
}

function sortedColumns(dataset: Dataset, { width, first, end }: Columns): readonly Float32Array[] {
  const columns = Array.from({ length: end - first }, () => new Float32Array(dataset.info.sizes.train));
  let seen = 0;
  eachChunk(dataset, (data) => {
    for (let start = 0; start < data.length; start += width, seen++)
      columns.forEach((column, i) => (column[seen] = data[start + first + i] as number));
  });
  return columns.map((column) => column.sort());
}

function eachChunk(dataset: Dataset, visit: (data: Float32Array | Int32Array) => void): void {
  const { inputShape, sizes } = dataset.info;
  const { train } = sizes;
  const width = inputShape.reduce((product, dim) => product * dim, 1);
  const chunk = Math.max(1, Math.min(CHUNK, Math.floor(CHUNK_VALUES / width)));
  for (let start = 0; start < train; start += chunk) {
    const ids = Uint32Array.from({ length: Math.min(chunk, train - start) }, (_, i) => start + i);
    visit(dataset.read('train', ids).x.data);
  }
}

function sumOver(
  dataset: Dataset,
  groups: number,
  term: (value: number, group: number) => number,
): Float64Array {
  const sums = new Float64Array(groups);
  eachChunk(dataset, (data) => {
    for (let i = 0; i < data.length; i++) {
      const group = i % groups;
      sums[group] = (sums[group] as number) + term(data[i] as number, group);
    }
  });
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
