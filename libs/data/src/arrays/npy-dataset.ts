import { LIMITS } from '@ringmaster/contracts';
import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import type { SampleBlock } from '../files/sample-block.js';
import { type FileView, headOf, refOf } from '../stream/file-view.js';
import { bytesOf, type RecordKind } from '../stream/streamed-rows.js';
import { arrayBlock, blockFacts } from './array-block.js';
import { readNpy, readNpyHeader } from './read-npy.js';

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
      stream: (pair, view) => streamedNpy(view(pair.x), view(pair.y)),
      split,
      classes,
    }),
});

/** Longest head of a file: magic, version, length, header. */
const HEAD_BYTES = 12 + LIMITS.npyHeaderBytes;

/** Labels are read whole, samples when they are asked for. @throws TrainError `data_corrupt` */
function streamedNpy(x: FileView, y: FileView): SampleBlock {
  const { shape, dtype, dataStart } = readNpyHeader(x.name, headOf(x, HEAD_BYTES), x.size);
  const facts = blockFacts(
    { name: x.name, shape },
    { name: y.name, array: readNpy(y.name, headOf(y, y.size)) },
  );
  const kind: RecordKind = dtype === '|u1' ? 'bytes' : dtype;
  const width = facts.inputShape.reduce((product, dim) => product * dim, 1);
  const file = { file: refOf(x), count: facts.count, start: dataStart, stride: width * bytesOf(kind), kind };
  return {
    ...facts,
    x: kind === 'bytes' ? new Uint8Array() : new Float32Array(),
    rows: { width, files: [file] },
  };
}
