import { z } from 'zod';
import { classesConfig } from '../arrays/npy-dataset.js';
import { defineDataset } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { idxHeaderBytes, readIdx, readIdxHeader } from '../idx.js';
import { type FileView, headOf, refOf } from '../stream/file-view.js';
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
      stream: ({ images, labels }, view) => streamedIdx(view(images), view(labels)),
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
  const x = readIdx(images.name, images.bytes, rankOf(images.bytes));
  return { ...idxFacts({ name: images.name, dims: x.dims }, labels), x: x.values };
}

/** The same with images that are read when they are asked for. */
function streamedIdx(images: FileView, labels: FileView): SampleBlock {
  const head = headOf(images, idxHeaderBytes(MOST_DIMS));
  const { dims, start } = readIdxHeader(images.name, head, { rank: rankOf(head), size: images.size });
  const facts = idxFacts(
    { name: images.name, dims },
    { name: labels.name, bytes: headOf(labels, labels.size) },
  );
  const width = facts.inputShape.reduce((product, dim) => product * dim, 1);
  const file = { file: refOf(images), count: facts.count, start, stride: width, kind: 'bytes' as const };
  return { ...facts, x: new Uint8Array(), rows: { width, files: [file] } };
}

const MOST_DIMS = 4;
const rankOf = (bytes: Uint8Array): number => (bytes[3] === MOST_DIMS ? MOST_DIMS : 3);

function idxFacts(
  images: { readonly name: string; readonly dims: readonly number[] },
  labels: NamedBytes,
): Omit<SampleBlock, 'x'> {
  const y = readIdx(labels.name, labels.bytes, 1);
  const { name, dims } = images;
  const [count = 0, rows = 0, columns = 0, channels = 1] = dims;
  if (count * rows * columns * channels === 0)
    throw corrupt(name, `holds ${dims.join('×')} values: no images`);
  if (y.dims[0] !== count)
    throw corrupt(labels.name, `holds ${y.dims[0]} labels, but ${name} holds ${count} images`);
  return {
    file: name,
    count,
    inputShape: [rows, columns, channels],
    labels: { kind: 'class', values: Int32Array.from(y.values) },
    labelAt: placeIn(labels.name),
  };
}

/** A closure of its own, which keeps no bytes. */
const placeIn = (name: string) => (row: number) => `${name}: byte ${8 + row}`;
