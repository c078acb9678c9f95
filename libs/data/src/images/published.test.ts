import { expect, it } from 'vitest';
import { openDataset, validateDatasetConfig } from '../open.js';
import { sha256Hex } from '../sha256.js';
import { openCifarFiles, openIdxFiles } from './published.js';

const sourceOf = (files: Readonly<Record<string, Uint8Array>>) => ({
  read: (name: string) => Promise.resolve(files[name] ?? new Uint8Array()),
});
const hashes = async (files: Readonly<Record<string, Uint8Array>>, cut = '') =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(files).map(
        async ([name, bytes]) => [name.replace(cut, ''), await sha256Hex(bytes)] as const,
      ),
    ),
  );
/** `count` images of 2×2, each of its number, and their labels; not packed, as a reader takes them too. */
function idxFiles(stem: string, count: number): Readonly<Record<string, Uint8Array>> {
  const pixels = Array.from({ length: count }, (_, i) => [i, i, i, i]).flat();
  return {
    [`${stem}-images-idx3-ubyte.gz`]: Uint8Array.of(
      0,
      0,
      8,
      3,
      0,
      0,
      0,
      count,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      2,
      ...pixels,
    ),
    [`${stem}-labels-idx1-ubyte.gz`]: Uint8Array.of(
      0,
      0,
      8,
      1,
      0,
      0,
      0,
      count,
      ...pixels.slice(0, count).map((_, i) => i % 2),
    ),
  };
}
const context = (files: Readonly<Record<string, Uint8Array>>) => ({
  name: 'x',
  source: sourceOf(files),
  seed: 1,
});
const NO_SPLIT = { validation: 0, test: 0, seed: 0, kind: 'random' } as const;

it('files with the published hashes are read, with the names of the classes', async () => {
  const files = { ...idxFiles('train', 6), ...idxFiles('t10k', 2) };
  const published = { files: await hashes(files), classes: 2, classNames: ['even', 'odd'] };
  const { info } = await openIdxFiles(published, { split: { ...NO_SPLIT, validation: 0.5 } }, context(files));
  expect(info).toMatchObject({
    sizes: { train: 3, validation: 3, test: 2 },
    inputShape: [2, 2, 1],
    classes: 2,
    classNames: ['even', 'odd'],
  });
});

it('of CIFAR, below a directory', async () => {
  const record = (label: number) => new Uint8Array(3_073).fill(label, 0, 1);
  const files = { 'bin/train.bin': record(3), 'bin/test.bin': record(4) };
  const published = { files: await hashes(files, 'bin/'), classes: 10 };
  const at = { directory: 'bin', split: NO_SPLIT, kind: 'cifar10' } as const;
  const dataset = await openCifarFiles(published, at, context(files));
  expect(dataset.info.sizes).toEqual({ train: 1, validation: 0, test: 1 });
  expect([...dataset.read('test', Uint32Array.of(0)).y.data]).toEqual([4]);
});

const SETS = [
  ['mnist', 'train-images-idx3-ubyte.gz', '440fcabf'],
  ['fashion-mnist', 'train-images-idx3-ubyte.gz', '3aede38d'],
  ['cifar-10', 'data_batch_1.bin', 'cee91656'],
  ['cifar-100', 'train.bin', 'f31298fc'],
] as const;

it.each(SETS)('%s refuses another file, naming it and both hashes', async (dataset, file, published) => {
  const spec = { dataset, source: 'mine', config: {}, augment: [] };
  const opening = openDataset(spec, { source: () => sourceOf({}), seed: 1 });
  const empty = await sha256Hex(new Uint8Array());
  await expect(opening).rejects.toMatchObject({
    code: 'data_corrupt',
    message: expect.stringMatching(
      new RegExp(`^${file}: has the SHA-256 ${empty}, the published file ${published}`),
    ),
  });
});

it.each(SETS)('%s has a test split of its own', (dataset) => {
  const spec = { dataset, source: 'mine', config: { split: { test: 0.1 } }, augment: [] };
  expect(() => validateDatasetConfig(spec)).toThrow(/data\.config\.split\.test: the published test files/);
});
