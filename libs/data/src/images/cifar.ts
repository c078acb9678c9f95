import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { FileNames } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import { type FileView, refOf } from '../stream/file-view.js';

/** Which labels precede a record's pixels, and how many classes the chosen one has. */
const KINDS = {
  cifar10: {
    labels: 1,
    at: 0,
    classes: 10,
    train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
    test: ['test_batch.bin'],
  },
  cifar100: { labels: 2, at: 1, classes: 100, train: ['train.bin'], test: ['test.bin'] },
  'cifar100-coarse': { labels: 2, at: 0, classes: 20, train: ['train.bin'], test: ['test.bin'] },
} as const;
export type CifarKind = keyof typeof KINDS;

const CifarConfig = z
  .strictObject({
    kind: z
      .enum(['cifar10', 'cifar100', 'cifar100-coarse'])
      .default('cifar10')
      .describe('which data set; `cifar100-coarse` takes the 20 superclasses of CIFAR-100'),
    files: filesConfig(FileNames, 'files').optional().describe('default: the names of the binary version'),
    split: SplitSpec.prefault({}),
  })
  .superRefine((config, context) => {
    // Without `files` the test split has its own.
    checkSplit({ ...config, files: config.files ?? { train: [], test: [] } }, context);
  });

/** The binary versions of CIFAR-10 and CIFAR-100 (A. Krizhevsky, 2009). */
export const cifar = defineDataset({
  name: 'cifar',
  summary: 'the binary version of CIFAR-10 or CIFAR-100: 32×32×3 images',
  config: CifarConfig,
  open: ({ kind, files, split }, context) => {
    const { train, test, classes } = KINDS[kind];
    return openFileDataset(context, {
      groups: files ?? { train, test },
      names: (file: string) => [file],
      read: (file, bytes) => readCifar(file, bytes(file), kind),
      stream: (file, view) => streamedCifar(view(file), kind),
      split,
      classes,
    });
  },
});

const [SIDE, CHANNELS] = [32, 3] as const;
const PLANE = SIDE * SIDE;

/**
 * Reads records of one or two label bytes and 3072 bytes of pixels, all red ones first; gives them channels last.
 * @throws TrainError `data_corrupt` naming file and byte
 */
export function readCifar(name: string, bytes: Uint8Array, kind: CifarKind): SampleBlock {
  const { labels, record, count } = recordsOf(name, bytes.length, kind);
  const x = new Uint8Array(count * PLANE * CHANNELS);
  for (let row = 0; row < count; row++) {
    const start = row * record + labels;
    for (let channel = 0; channel < CHANNELS; channel++)
      for (let pixel = 0; pixel < PLANE; pixel++)
        x[(row * PLANE + pixel) * CHANNELS + channel] = bytes[start + channel * PLANE + pixel] as number;
  }
  const y = Int32Array.from({ length: count }, (_, row) => labelIn(name, bytes, { row, at: row, kind }));
  return { ...cifarFacts(name, y, kind), x };
}

/** Records that are looked at together for their labels. */
const CHUNK = 256;

/** Labels are read once, pixels when they are asked for. */
function streamedCifar(view: FileView, kind: CifarKind): SampleBlock {
  const { labels, record, count } = recordsOf(view.name, view.size, kind);
  const y = new Int32Array(count);
  for (let first = 0; first < count; first += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, count - first) * record);
    view.readAt(first * record, bytes);
    for (let at = 0; at * record < bytes.length; at++)
      y[first + at] = labelIn(view.name, bytes, { row: first + at, at, kind });
  }
  const width = PLANE * CHANNELS;
  const file = { file: refOf(view), count, start: labels, stride: record, kind: 'planes' as const };
  return { ...cifarFacts(view.name, y, kind), x: new Uint8Array(), rows: { width, files: [file] } };
}

function recordsOf(name: string, size: number, kind: CifarKind) {
  const { labels } = KINDS[kind];
  const record = labels + PLANE * CHANNELS;
  const count = Math.floor(size / record);
  if (size % record !== 0)
    throw corrupt(
      name,
      `ends at byte ${size}, inside record ${count} of ${record} bytes, which ends at byte ${(count + 1) * record}`,
    );
  if (count === 0) throw corrupt(name, 'is empty');
  return { labels, record, count };
}

/** The label of row `row` of the file, which is the record `at` of these bytes. */
function labelIn(
  name: string,
  bytes: Uint8Array,
  { row, at, kind }: { readonly row: number; readonly at: number; readonly kind: CifarKind },
): number {
  const { labels, at: of, classes } = KINDS[kind];
  const record = labels + PLANE * CHANNELS;
  const label = bytes[at * record + of] as number;
  if (label < classes) return label;
  throw corrupt(
    `${name}: byte ${row * record + of}`,
    `the label ${label} is not one of the ${classes} classes 0…${classes - 1}`,
  );
}

function cifarFacts(name: string, values: Int32Array, kind: CifarKind): Omit<SampleBlock, 'x'> {
  const { labels, at } = KINDS[kind];
  const record = labels + PLANE * CHANNELS;
  return {
    file: name,
    count: values.length,
    inputShape: [SIDE, SIDE, CHANNELS],
    labels: { kind: 'class', values },
    labelAt: placeIn(name, record, at),
  };
}

/** A closure of its own, which keeps no labels. */
const placeIn = (name: string, record: number, at: number) => (row: number) =>
  `${name}: byte ${row * record + at}`;
