import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { gzipped, npyFile } from '../arrays/samples-for-tests.js';
import { SPLITS } from '../dataset.js';
import { fitNormalizer } from '../normalizer.js';
import { openDataset } from '../open.js';
import { openSharedPipeline, trainingPipeline } from '../pipeline.js';
import { sha256Hex } from '../sha256.js';
import type { FileView } from './file-view.js';

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

interface Case {
  readonly config: Record<string, unknown>;
  readonly files: Readonly<Record<string, Uint8Array>>;
}
const pair = { x: 'x.npy', y: 'y.npy' };
const numbers = Float64Array.from({ length: COUNT * 6 }, (_, i) => Math.sin(i) * 100);
const y = npyFile('<i4', [COUNT], Int32Array.from(labels));
const npyCase = (x: Uint8Array): Case => ({
  config: { files: { train: pair }, split: { test: 0.25 } },
  files: { 'x.npy': x, 'y.npy': y },
});
const CASES: Readonly<Record<string, Case & { readonly dataset: string }>> = {
  'npy f4': { dataset: 'npy', ...npyCase(npyFile('<f4', [COUNT, 6], Float32Array.from(numbers))) },
  'npy f8': { dataset: 'npy', ...npyCase(npyFile('<f8', [COUNT, 2, 3], numbers)) },
  'npy i4': { dataset: 'npy', ...npyCase(npyFile('<i4', [COUNT, 6], Int32Array.from(numbers))) },
  'npy u1': { dataset: 'npy', ...npyCase(npyFile('|u1', [COUNT, 2, 3], random(COUNT * 6))) },
  idx: {
    dataset: 'idx',
    config: { files: { train: { images: 'i', labels: 'l' } }, split: { validation: 0.2, seed: 3 } },
    files: { i: idxFile([COUNT, 4, 5], random(COUNT * 20)), l: idxFile([COUNT], labels) },
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

/** Files in memory that count how much of them is read. */
function filesOf(files: Readonly<Record<string, Uint8Array>>) {
  const reads: number[] = [];
  const open = ({ name }: { readonly name: string }): FileView => {
    const bytes = files[name] ?? new Uint8Array();
    return {
      ...{ name, path: name, version: '1', size: bytes.length },
      sha256: () => sha256Hex(bytes),
      readAt(offset, into) {
        reads.push(into.length);
        if (offset + into.length > bytes.length) throw new TrainError('data_corrupt', `${name}: ends`);
        into.set(bytes.subarray(offset, offset + into.length));
      },
      close: () => undefined,
    };
  };
  return { open, reads };
}

async function opened({ dataset, config, files }: (typeof CASES)[string], memory?: 'whole' | 'stream') {
  const { open, reads } = filesOf(files);
  const spec = { dataset, source: 'mine', config, augment: [], ...(memory && { memory }) };
  const source = () => ({
    read: (name: string) => Promise.resolve(files[name] ?? new Uint8Array()),
    view: (name: string) => Promise.resolve(open({ name })),
  });
  return { dataset: await openDataset(spec, { seed: 1, source, openFile: open }), reads, open };
}

describe.each(Object.keys(CASES))('%s', (name) => {
  const format = CASES[name] as (typeof CASES)[string];

  it('gives the same samples, facts and statistics from its files as from memory, to the bit', async () => {
    const [{ dataset: whole }, { dataset: stream }] = [
      await opened(format, 'whole'),
      await opened(format, 'stream'),
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
    const { dataset, reads } = await opened(format, 'stream');
    reads.length = 0;
    dataset.read('train', Uint32Array.of(3, 17));
    expect(reads).toHaveLength(2);
    const width = dataset.info.inputShape.reduce((product, dim) => product * dim, 1);
    for (const bytes of reads) expect(bytes).toBeLessThanOrEqual(8 * width);
  });

  it('is read by another thread alike', async () => {
    const { dataset, open } = await opened(format, 'stream');
    const shared = structuredClone(dataset.share?.());
    if (!shared) throw new Error('not shared');
    const spec = { normalize: 'none', augment: [] } as const;
    const options = { seed: 1, normalizer: { kind: 'none' }, labels: 'asRead' } as const;
    const there = openSharedPipeline({ dataset: shared, spec: { ...spec, augment: [] }, ...options }, open);
    const here = trainingPipeline(dataset, { ...spec, augment: [] }, options);
    expect(there(0, Uint32Array.of(5, 1))).toEqual(here(0, Uint32Array.of(5, 1)));
  });
});

it('small files are read whole, gzipped ones too, unless the document says otherwise', async () => {
  const format = CASES['idx'] as (typeof CASES)[string];
  expect((await opened(format)).dataset.readsFiles).toBe(false);
  const files = { ...format.files, i: await gzipped(format.files['i'] as Uint8Array) };
  await expect(opened({ ...format, files }, 'stream')).rejects.toMatchObject({
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
    const format = CASES[name] as (typeof CASES)[string];
    const files = { ...format.files, [file]: breakIt(format.files[file] as Uint8Array) };
    for (const memory of ['whole', 'stream'] as const)
      await expect(opened({ ...format, files }, memory)).rejects.toThrow(message);
  },
);

it('a value that float32 cannot hold is named where it is read', async () => {
  const broken = numbers.map((value, i) => (i === 20 ? NaN : value));
  const { dataset } = await opened(
    { dataset: 'npy', ...npyCase(npyFile('<f8', [COUNT, 6], broken)) },
    'stream',
  );
  expect(() => fitNormalizer(dataset, 'standardize')).toThrow('x.npy: value 20: is NaN');
});

it('a format without records of equal length says so', async () => {
  const csv = { dataset: 'csv', config: { file: 'a.csv', label: 'b' }, files: {} };
  await expect(opened(csv, 'stream')).rejects.toThrow('data.memory: stream is for records of equal length');
});
