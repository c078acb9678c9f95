import type { JobDocument } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Dataset } from '../dataset.js';
import type { LabelEncoding } from '../label-encoding.js';
import type { Colour } from '../pictures/canvas.js';
import { byteScale, type Tile, tileSheet } from '../pictures/tile-sheet.js';
import { trainingPipeline } from '../pipeline.js';

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
  const toByte = byteScale(pages[0] as Float32Array);
  const tile = (values: Float32Array, sample: number): Tile => ({
    colour: (row, column) => {
      const from = ((sample * rows + row) * columns + column) * channels;
      return [0, 1, 2].map((i) =>
        toByte(values[from + (channels === 3 ? i : 0)] as number),
      ) as unknown as Colour;
    },
  });
  const lines = Array.from({ length: count }, (_, sample) => pages.map((page) => tile(page, sample)));
  const captions = [['sample', ...Array.from({ length: epochs }, (_, epoch) => `epoch ${epoch + 1}`)]];
  return tileSheet(lines, { rows, columns, captions });
}
