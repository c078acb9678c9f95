import { describe, expect, it } from 'vitest';
import { gzipped, npyFile } from '../arrays/samples-for-tests.js';
import { SPLITS } from '../dataset.js';
import { fitNormalizer } from '../normalizer.js';
import { evaluationPipeline, openSharedPipelines, trainingPipeline } from '../pipeline.js';
import { type FilesCase, openedFiles } from './files-for-tests.js';

const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const random = (bytes: number, below = 256) =>
  Uint8Array.from({ length: bytes }, (_, i) => (i * 7919 + (i >> 5)) % below);
const COUNT = 40;

const idxFile = (dims: readonly number[], values: Uint8Array) => {
  const header = new DataView(new ArrayBuffer(4 + 4 * dims.length));
  header.setUint32(0, 0x0800 + dims.length);
  dims.forEach((dim, i) => header.setUint32(4 + 4 * i, dim));
  return Uint8Array.of(...new Uint8Array(header.buffer), ...values);
};
const cifarFile = () => {
  const bytes = random(COUNT * 3073);
  for (let row = 0; row < COUNT; row++) bytes[row * 3073] = row % 10;
  return bytes;
};
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);

const pair = { x: 'x.npy', y: 'y.npy' };
const numbers = Float64Array.from({ length: COUNT * 6 }, (_, i) => Math.sin(i) * 100);
const y = npyFile('<i4', [COUNT], Int32Array.from(labels));
const npyCase = (x: Uint8Array): Omit<FilesCase, 'dataset'> => ({
  config: { files: { train: pair }, split: { test: 0.25 } },
  files: { 'x.npy': x, 'y.npy': y },
});
const text = (value: string) => new TextEncoder().encode(value);
const tableRow = (_: unknown, i: number) =>
  `${i % 7 === 0 ? '' : i / 8},"p${'"",'.repeat(i % 3)}\n${i}",${['é', 'b', 'cc'][i % 3]},${i % 2}`;
const jsonRow = (_: unknown, i: number) =>
  JSON.stringify({ n: [i, i % 5 === 0 ? null : i / 3], word: ['é', 'b'][i % 2], y: i % 3 });

const CASES: Readonly<Record<string, FilesCase>> = {
  'npy f4': { dataset: 'npy', ...npyCase(npyFile('<f4', [COUNT, 6], Float32Array.from(numbers))) },
  'npy f8': { dataset: 'npy', ...npyCase(npyFile('<f8', [COUNT, 2, 3], numbers)) },
  'npy i4': { dataset: 'npy', ...npyCase(npyFile('<i4', [COUNT, 6], Int32Array.from(numbers))) },
  'npy u1': { dataset: 'npy', ...npyCase(npyFile('|u1', [COUNT, 2, 3], random(COUNT * 6))) },
  idx: {
    dataset: 'idx',
    config: { files: { train: { images: 'i', labels: 'l' } }, split: { validation: 0.2, seed: 3 } },
    files: { i: idxFile([COUNT, 4, 5], random(COUNT * 20)), l: idxFile([COUNT], labels) },
  },
  csv: {
    dataset: 'csv',
    config: {
      ...{
        file: 't.csv',
        label: 'y',
        ignore: ['note'],
        missing: 'mean',
        split: { validation: 0.2, test: 0.1 },
      },
      encode: { word: { kind: 'oneHot' } },
    },
    files: { 't.csv': text(`n,note,word,y\n${Array.from({ length: COUNT }, tableRow).join('\n')}\n`) },
  },
  'jsonl, two files': {
    dataset: 'jsonl',
    config: {
      ...{ files: { train: ['a.jsonl', 'b.jsonl'] }, label: 'y', missing: 'median', split: { test: 0.2 } },
      encode: { word: { kind: 'ordinal' } },
    },
    files: {
      'a.jsonl': text(Array.from({ length: COUNT }, jsonRow).join('\n')),
      'b.jsonl': text(`${Array.from({ length: COUNT }, jsonRow).reverse().join('\n')}\n\n`),
    },
  },
  'cifar, two files': {
    dataset: 'cifar',
    config: { files: { train: ['a.bin', 'b.bin'], test: 'c.bin' } },
    files: {
      'a.bin': cifarFile(),
      'b.bin': cifarFile()
        .reverse()
        .map((b, i) => (i % 3073 === 0 ? 4 : b)),
      'c.bin': cifarFile(),
    },
  },
};

describe.each(Object.keys(CASES))('%s', (name) => {
  const format = CASES[name] as FilesCase;

  it('gives the same samples, facts and statistics from its files as from memory, to the bit', async () => {
    const [{ dataset: whole }, { dataset: stream }] = [
      await openedFiles(format, 'whole'),
      await openedFiles(format, 'stream'),
    ];
    expect([whole.readsFiles, stream.readsFiles]).toEqual([false, true]);
    expect(stream.info).toEqual(whole.info);
    for (const split of SPLITS) {
      const all = ids(whole.info.sizes[split]).reverse();
      expect(stream.read(split, all)).toEqual(whole.read(split, all));
      if (all.length > 0) expect(stream.place?.(split, 0)).toBe(whole.place?.(split, 0));
    }
    expect(fitNormalizer(stream, 'standardize')).toEqual(fitNormalizer(whole, 'standardize'));
  });

  it('reads one record for a sample, and nothing else', async () => {
    const { dataset, reads } = await openedFiles(format, 'stream');
    reads.length = 0;
    dataset.read('train', Uint32Array.of(3, 17));
    expect(reads).toHaveLength(2);
    const width = dataset.info.inputShape.reduce((product, dim) => product * dim, 1);
    for (const bytes of reads) expect(bytes).toBeLessThanOrEqual(24 * width);
  });

  it('is read by another thread alike', async () => {
    const { dataset, open } = await openedFiles(format, 'stream');
    const shared = structuredClone(dataset.share?.());
    if (!shared) throw new Error('not shared');
    const spec = { normalize: 'none', augment: [] } as const;
    const options = { seed: 1, normalizer: { kind: 'none' }, labels: 'asRead' } as const;
    const there = openSharedPipelines({ dataset: shared, spec: { ...spec, augment: [] }, ...options }, open);
    const here = trainingPipeline(dataset, { ...spec, augment: [] }, options);
    expect(there.training(0, Uint32Array.of(5, 1))).toEqual(here(0, Uint32Array.of(5, 1)));
    const evaluated = evaluationPipeline(dataset, { ...spec, augment: [] }, options);
    expect(there.evaluation('train', Uint32Array.of(4))).toEqual(evaluated('train', Uint32Array.of(4)));
  });
});

it('small files are read whole, gzipped ones too, unless the document says otherwise', async () => {
  const format = CASES['idx'] as FilesCase;
  expect((await openedFiles(format)).dataset.readsFiles).toBe(false);
  const files = { ...format.files, i: await gzipped(format.files['i'] as Uint8Array) };
  await expect(openedFiles({ ...format, files }, 'stream')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('i is gzipped') as string,
  });
});

it.each([
  ['idx', 'i', (bytes: Uint8Array) => bytes.slice(0, -1), /i: ends at byte 815, expected 816/],
  ['npy f4', 'x.npy', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0), /x.npy: goes on after byte/],
  [
    'cifar, two files',
    'b.bin',
    (bytes: Uint8Array) => bytes.map((b, i) => (i === 3073 ? 255 : b)),
    /b.bin: byte 3073: the label 255/,
  ],
])(
  '%s: a broken file is refused with its place, as it is when it is read whole',
  async (name, file, breakIt, message) => {
    const format = CASES[name] as FilesCase;
    const files = { ...format.files, [file]: breakIt(format.files[file] as Uint8Array) };
    for (const memory of ['whole', 'stream'] as const)
      await expect(openedFiles({ ...format, files }, memory)).rejects.toThrow(message);
  },
);

it('a value that float32 cannot hold is named where it is read', async () => {
  const broken = numbers.map((value, i) => (i === 20 ? NaN : value));
  const { dataset } = await openedFiles(
    { dataset: 'npy', ...npyCase(npyFile('<f8', [COUNT, 6], broken)) },
    'stream',
  );
  expect(() => fitNormalizer(dataset, 'standardize')).toThrow('x.npy: value 20: is NaN');
});

it('a format that is read whole says so', async () => {
  const parquet = { dataset: 'parquet', config: { file: 'a.parquet', label: 'b' }, files: {} };
  await expect(openedFiles(parquet, 'stream')).rejects.toThrow(
    'data.memory: stream is for npy, idx, cifar, csv and jsonl',
  );
});
