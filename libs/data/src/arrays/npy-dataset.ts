import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import { arrayBlock } from './array-block.js';
import { readNpy } from './read-npy.js';

export const classesConfig = z
  .int()
  .min(2)
  .max(65_536)
  .optional()
  .describe('number of classes; default: one more than the largest of the training split');

const Pair = z.strictObject({
  x: FileName.describe('samples, first dimension first'),
  y: FileName.describe('labels: integers are class numbers'),
});
const NpyConfig = z
  .strictObject({
    files: filesConfig(Pair, 'a pair of files'),
    split: SplitSpec.prefault({}),
    classes: classesConfig,
  })
  .superRefine(checkSplit);

/** Pairs of NumPy arrays. */
export const npy = defineDataset({
  name: 'npy',
  summary: 'pairs of NumPy files, x.npy with samples and y.npy with labels: f4, f8, i4, i8, u1',
  config: NpyConfig,
  open: ({ files, split, classes }, context) =>
    openFileDataset(context, {
      groups: {
        train: [files.train],
        ...(files.validation && { validation: [files.validation] }),
        ...(files.test && { test: [files.test] }),
      },
      names: ({ x, y }: z.output<typeof Pair>) => [x, y],
      read: ({ x, y }, bytes) =>
        arrayBlock({ name: x, array: readNpy(x, bytes(x)) }, { name: y, array: readNpy(y, bytes(y)) }),
      split,
      classes,
    }),
});
