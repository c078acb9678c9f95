import { z } from 'zod';
import { classesConfig } from '../arrays/npy-dataset.js';
import { defineDataset } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { readIdx } from '../idx.js';
import { SplitSpec } from '../split-spec.js';

const Pair = z.strictObject({
  images: FileName.describe('for example train-images-idx3-ubyte.gz'),
  labels: FileName.describe('for example train-labels-idx1-ubyte.gz'),
});
const IdxConfig = z
  .strictObject({
    files: filesConfig(Pair, 'a pair of files'),
    split: SplitSpec.prefault({}),
    classes: classesConfig,
  })
  .superRefine(checkSplit);

/** MNIST, Fashion-MNIST and whatever else comes as IDX files of bytes. */
export const idx = defineDataset({
  name: 'idx',
  summary:
    'pairs of IDX files, as MNIST and Fashion-MNIST come: images of bytes and their labels, gzipped or not',
  config: IdxConfig,
  open: ({ files, split, classes }, context) =>
    openFileDataset(context, {
      groups: {
        train: [files.train],
        ...(files.validation && { validation: [files.validation] }),
        ...(files.test && { test: [files.test] }),
      },
      names: ({ images, labels }: z.output<typeof Pair>) => [images, labels],
      read: (pair, bytes) =>
        idxBlock(
          { name: pair.images, bytes: bytes(pair.images) },
          { name: pair.labels, bytes: bytes(pair.labels) },
        ),
      split,
      classes,
    }),
});

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Images [n, rows, columns] or [n, rows, columns, channels] and labels [n]. @throws TrainError `data_corrupt` */
export function idxBlock(images: NamedBytes, labels: NamedBytes): SampleBlock {
  const x = readIdx(images.name, images.bytes, images.bytes[3] === 4 ? 4 : 3);
  const y = readIdx(labels.name, labels.bytes, 1);
  const [count = 0, rows = 0, columns = 0, channels = 1] = x.dims;
  if (count * rows * columns * channels === 0)
    throw corrupt(images.name, `holds ${x.dims.join('×')} values: no images`);
  if (y.dims[0] !== count)
    throw corrupt(labels.name, `holds ${y.dims[0]} labels, but ${images.name} holds ${count} images`);
  return {
    file: images.name,
    count,
    inputShape: [rows, columns, channels],
    x: x.values,
    labels: { kind: 'class', values: Int32Array.from(y.values) },
    labelAt: (row) => `${labels.name}: byte ${8 + row}`,
  };
}
