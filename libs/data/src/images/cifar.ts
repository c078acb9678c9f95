import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { FileNames } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';

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
  const { labels, at, classes } = KINDS[kind];
  const record = labels + PLANE * CHANNELS;
  const count = Math.floor(bytes.length / record);
  if (bytes.length % record !== 0)
    throw corrupt(
      name,
      `ends at byte ${bytes.length}, inside record ${count} of ${record} bytes, which ends at byte ${(count + 1) * record}`,
    );
  if (count === 0) throw corrupt(name, 'is empty');
  const x = new Uint8Array(count * PLANE * CHANNELS);
  const y = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const start = row * record;
    const label = bytes[start + at] as number;
    if (label >= classes)
      throw corrupt(
        `${name}: byte ${start + at}`,
        `the label ${label} is not one of the ${classes} classes 0…${classes - 1}`,
      );
    y[row] = label;
    for (let channel = 0; channel < CHANNELS; channel++)
      for (let pixel = 0; pixel < PLANE; pixel++)
        x[(row * PLANE + pixel) * CHANNELS + channel] = bytes[
          start + labels + channel * PLANE + pixel
        ] as number;
  }
  return {
    file: name,
    count,
    inputShape: [SIDE, SIDE, CHANNELS],
    x,
    labels: { kind: 'class', values: y },
    labelAt: (row) => `${name}: byte ${row * record + at}`,
  };
}
