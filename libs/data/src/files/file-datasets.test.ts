import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { deflated, gzipped, npyFile, zipFile } from '../arrays/samples-for-tests.js';
import type { ByteSource } from '../byte-source.js';
import { SPLITS } from '../dataset.js';
import { openDataset, validateDatasetConfig } from '../open.js';
import { SplitSpec, splitRows } from '../split-spec.js';

const text = (value: string) => new TextEncoder().encode(value);
const memory = (files: Readonly<Record<string, Uint8Array>>): ByteSource => ({
  read: (name) => {
    const bytes = files[name];
    return bytes
      ? Promise.resolve(bytes)
      : Promise.reject(new TrainError('not_found', `${name} is not there`));
  },
});
const spec = (dataset: string, config: Record<string, unknown>, source = 'mine') => ({
  dataset,
  source,
  config,
  augment: [],
});
const open = (files: Readonly<Record<string, Uint8Array>>, what: ReturnType<typeof spec>) =>
  openDataset(what, { source: () => memory(files), seed: 1 });
const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

const ROWS = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 === 0 ? 'even' : 'odd'}`);
const CSV = { 'a.csv': text(`n,kind\n${ROWS.join('\n')}\n`) };
const config = { file: 'a.csv', label: 'kind', split: { validation: 0.2, test: 0.3, seed: 4 } };

describe('splits', () => {
  it('deal each sample to exactly one split, by seed and count alone', () => {
    const split = SplitSpec.parse({ validation: 0.1, test: 0.25, seed: 9 });
    const rows = splitRows({ count: 1_000 }, split);
    expect(SPLITS.map((name) => rows[name].length)).toEqual([650, 100, 250]);
    expect([...SPLITS.flatMap((name) => [...rows[name]])].sort((a, b) => a - b)).toEqual([...ids(1_000)]);
    expect(splitRows({ count: 1_000 }, split)).toEqual(rows);
    expect(splitRows({ count: 1_000 }, { ...split, seed: 10 }).test).not.toEqual(rows.test);
    // A share of the front is as large as a share of the whole: the choice does not follow the files' order.
    expect(rows.test.filter((row) => row < 500).length).toBeGreaterThan(90);
    expect(rows.test.filter((row) => row < 500).length).toBeLessThan(160);
  });

  it('are the same every time a document is opened', async () => {
    const first = await open(CSV, spec('csv', config));
    const second = await open(CSV, spec('csv', config));
    expect(first.info).toMatchObject({
      name: 'mine',
      sizes: { train: 10, validation: 4, test: 6 },
      inputShape: [1],
      classes: 2,
      classNames: ['even', 'odd'],
    });
    const seen = SPLITS.flatMap((split) => {
      const batch = first.read(split, ids(first.info.sizes[split]));
      expect(batch).toEqual(second.read(split, ids(second.info.sizes[split])));
      // The word of a sample went with its number.
      batch.x.data.forEach((n, i) => expect(batch.y.data[i]).toBe(n % 2));
      return [...batch.x.data];
    });
    expect(seen.sort((a, b) => a - b)).toEqual(ROWS.map((_, i) => i));
  });

  it('come from files of their own where the document names some', async () => {
    const files = { ...CSV, 'b.csv': text('n,kind\n7,odd\n'), 'c.csv': text('n,kind\n100,even\n') };
    const dataset = await open(
      files,
      spec('csv', {
        files: { train: ['a.csv', 'c.csv'], test: 'b.csv' },
        label: 'kind',
        split: { validation: 0.5 },
      }),
    );
    expect(dataset.info.sizes).toEqual({ train: 10, validation: 11, test: 1 });
    expect([...dataset.read('test', ids(1)).x.data]).toEqual([7]);
  });
});

describe('what is fitted on the training split', () => {
  it('fills missing values with its means', async () => {
    const files = { 'a.csv': text('n,kind\n1,p\n3,q\n,p\n'), 'b.csv': text('n,kind\n,q\n50,p\n') };
    const dataset = await open(
      files,
      spec('csv', { files: { train: 'a.csv', test: 'b.csv' }, label: 'kind', missing: 'mean' }),
    );
    expect([...dataset.read('train', ids(3)).x.data]).toEqual([1, 3, 2]);
    expect([...dataset.read('test', ids(2)).x.data]).toEqual([2, 50]);
  });

  it('knows the words; another one elsewhere is an error with its place', async () => {
    const files = { 'a.csv': text('n,kind\n1,p\n2,q\n'), 'b.csv': text('n,kind\n1,p\n2,r\n') };
    const act = open(files, spec('csv', { files: { train: 'a.csv', test: 'b.csv' }, label: 'kind' }));
    await expect(act).rejects.toThrow(
      'b.csv:3:3: the label "r" does not occur in the training split, which has "p", "q"',
    );
  });

  it.each([
    [
      'one class',
      { 'a.csv': text('n,kind\n1,p\n2,p\n') },
      'a.csv: its training samples all have the same label',
    ],
    [
      'no value in a column',
      { 'a.csv': text('n,m,kind\n1,,p\n2,,q\n') },
      'the column "m" has no value in the training split',
    ],
  ])('refuses %s', async (_name, files, message) => {
    await expect(open(files, spec('csv', { file: 'a.csv', label: 'kind', missing: 'mean' }))).rejects.toThrow(
      message,
    );
  });

  it('refuses files that do not fit together', async () => {
    const files = { 'a.csv': text('n,kind\n1,p\n2,q\n'), 'b.csv': text('m,kind\n1,p\n') };
    const act = open(files, spec('csv', { files: { train: ['a.csv', 'b.csv'] }, label: 'kind' }));
    await expect(act).rejects.toThrow('b.csv: holds columns m, but a.csv holds n');
  });
});

describe('the content hash', () => {
  it('depends on the files, and is compared with the one that the document gives', async () => {
    const { hash } = (await open(CSV, spec('csv', config))).info;
    const other = { 'a.csv': text(`n,kind\n${ROWS.join('\n')}\n20,even\n`) };
    expect((await open(other, spec('csv', config))).info.hash).not.toBe(hash);
    expect((await open(CSV, spec('csv', config, `mine@${hash.slice(0, 12)}`))).info.hash).toBe(hash);
    await expect(open(other, spec('csv', config, `mine@${hash}`))).rejects.toThrow(
      expect.objectContaining({ code: 'incompatible' }),
    );
  });
});

describe('formats', () => {
  const x = npyFile(
    '<f4',
    [4, 2],
    Float32Array.from({ length: 8 }, (_, i) => i),
  );
  const y = npyFile('<i8', [4], BigInt64Array.of(0n, 1n, 1n, 0n));

  it('npy and npz give the same samples', async () => {
    const archive = zipFile([
      { name: 'x.npy', bytes: x, deflated: await deflated(x) },
      { name: 'y.npy', bytes: y },
    ]);
    const files = { 'x.npy': x, 'y.npy': y, 'a.npz': archive };
    const npy = await open(files, spec('npy', { files: { train: { x: 'x.npy', y: 'y.npy' } } }));
    const npz = await open(files, spec('npz', { file: 'a.npz' }));
    expect(npz.read('train', ids(4))).toEqual(npy.read('train', ids(4)));
    expect(npy.info).toMatchObject({ classes: 2, sizes: { train: 4, validation: 0, test: 0 } });
  });

  it('unpack gzipped files, and say where a broken one breaks', async () => {
    const packed = await gzipped(CSV['a.csv']);
    const dataset = await open({ 'a.csv': packed }, spec('csv', config));
    expect(dataset.info.sizes.train).toBe(10);
    await expect(open({ 'a.csv': packed.slice(0, 30) }, spec('csv', config))).rejects.toThrow(
      'a.csv: ends at byte 30, inside its gzip stream',
    );
    const flipped = packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte));
    await expect(open({ 'a.csv': flipped }, spec('csv', config))).rejects.toThrow(
      `a.csv: byte 0–${packed.length - 1}: broken gzip stream`,
    );
  });

  it.each([
    ['csv', { label: 'y' }, 'data.config.file', 'either `file`, or `files`'],
    [
      'csv',
      { file: '../a.csv', label: 'y' },
      'data.config.file',
      'must be a file name relative to the data set',
    ],
    [
      'csv',
      { file: '/etc/passwd', label: 'y' },
      'data.config.file',
      'must be a file name relative to the data set',
    ],
    [
      'csv',
      { file: 'a/../../b', label: 'y' },
      'data.config.file',
      'must be a file name relative to the data set',
    ],
    [
      'csv',
      { file: 'a.csv', label: 'y', split: { test: 0.6, validation: 0.5 } },
      'data.config.split',
      'leave samples',
    ],
    [
      'csv',
      { files: { train: 'a', test: 'b' }, label: 'y', split: { test: 0.1 } },
      'data.config.split.test',
      'files of its own',
    ],
    ['cifar', { split: { test: 0.1 } }, 'data.config.split.test', 'files of its own'],
    ['idx', {}, 'data.config.files', 'expected object'],
  ])('refuse %s with %j', (dataset, bad, path, message) => {
    const act = () => validateDatasetConfig(spec(dataset, bad));
    expect(act).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(act).toThrow(`${path}: `);
    expect(act).toThrow(message);
  });

  it('take a source, generators take none', () => {
    expect(() => validateDatasetConfig({ dataset: 'csv', config: {}, augment: [] })).toThrow(
      'data.source: "csv" reads files',
    );
    expect(() => validateDatasetConfig(spec('digits', {}))).toThrow(
      'data.source: "digits" brings its own data',
    );
  });
});
