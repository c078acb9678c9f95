import { encode } from 'fast-png';
import type { JobDocument } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Dataset } from '../dataset.js';
import type { LabelEncoding } from '../label-encoding.js';
import { trainingPipeline } from '../pipeline.js';
import type { Plane } from './augmentation.js';

/** Pixels that the shorter side of a picture has at least; small ones are enlarged by a whole factor. */
const SHOWN_SIDE = 64;
const GAP = 4;
/** Between the samples as they are and what augmentation makes of them. */
const WIDE_GAP = 16;
/** Of the longest side; larger pictures are thinned out. */
const LARGEST_SIDE = 256;

export interface ContactSheetOptions {
  readonly seed: number;
  readonly labels: LabelEncoding;
  /** Rows: the first samples of the training split. Default 8. */
  readonly samples?: number;
  /** Columns after the first: what the first epochs see. Default 7. */
  readonly epochs?: number;
}

/**
 * A picture of what augmentation does: each row a training sample, first as it is, then as the first epochs of this run
 * see it, before normalisation. PNG, RGB.
 * @throws TrainError `invalid` when samples are no images
 */
export function contactSheet(
  dataset: Dataset,
  augment: JobDocument['data']['augment'],
  { seed, labels, samples = 8, epochs = 7 }: ContactSheetOptions,
): Uint8Array {
  const { inputShape, sizes, name } = dataset.info;
  const [rows = 0, columns = 0, channels = 0] = inputShape;
  if (inputShape.length !== 3 || (channels !== 1 && channels !== 3))
    throw new TrainError(
      'invalid',
      `${name} gives samples of shape [${inputShape.join(', ')}]: only images of one or three channels can be shown`,
    );
  const count = Math.min(samples, sizes.train);
  const ids = Uint32Array.from({ length: count }, (_, id) => id);
  const spec = { normalize: 'none' as const, augment };
  const read = trainingPipeline(dataset, spec, { seed, labels, normalizer: { kind: 'none' } });
  const pages = [
    dataset.read('train', ids).x.data as Float32Array,
    ...Array.from({ length: epochs }, (_, epoch) => read(epoch, ids).x.data as Float32Array),
  ];
  return encode(drawn(pages, count, { rows, columns, channels }));
}

/** Each page a column of pictures, top to bottom. */
function drawn(pages: readonly Float32Array[], count: number, plane: Plane) {
  const { rows, columns, channels } = plane;
  const zoom = Math.max(1, Math.ceil(SHOWN_SIDE / Math.min(rows, columns)));
  const thin = Math.max(1, Math.ceil(Math.max(rows, columns) / LARGEST_SIDE));
  const [height, width] = [Math.floor(rows / thin) * zoom, Math.floor(columns / thin) * zoom];
  const leftOf = (page: number) => GAP + page * (width + GAP) + (page > 0 ? WIDE_GAP - GAP : 0);
  const sheet = { width: leftOf(pages.length), height: GAP + count * (height + GAP) };
  const data = new Uint8Array(sheet.width * sheet.height * 3).fill(255);
  const toByte = byteScale(pages[0] as Float32Array);
  pages.forEach((values, page) => {
    for (let sample = 0; sample < count; sample++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const row = Math.floor(y / zoom) * thin;
          const column = Math.floor(x / zoom) * thin;
          const from = ((sample * rows + row) * columns + column) * channels;
          const to = ((GAP + sample * (height + GAP) + y) * sheet.width + leftOf(page) + x) * 3;
          for (let i = 0; i < 3; i++)
            data[to + i] = toByte(values[from + (channels === 3 ? i : 0)] as number);
        }
  });
  return { ...sheet, data, channels: 3, depth: 8 as const };
}

/** 0…1 becomes 0…255; values of another range are stretched over it, all by the same line. */
function byteScale(samples: Float32Array): (value: number) => number {
  const [low, high] = samples.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const [from, span] = low >= 0 && high <= 1 ? [0, 1] : [low, high - low || 1];
  return (value) => Math.round(255 * Math.min(1, Math.max(0, (value - from) / span)));
}
