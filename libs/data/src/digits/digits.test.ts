import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../byte-source.js';
import { openDataset } from '../open.js';
import { sha256Hex } from '../sha256.js';
import { contentHash } from '../content-hash.js';

const BLOCK = 65_536;

type Files = Record<string, Uint8Array>;

/** A prepared directory of the real layout, whose image n is filled with byte n mod 256 and labelled n mod 10. */
async function preparedDigits(): Promise<Files> {
  const images = new Uint8Array(16 + 10_000 * 784);
  images.set([0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28]);
  const labels = new Uint8Array(8 + 10_000);
  labels.set([0, 0, 8, 1, 0, 0, 0x27, 0x10]);
  for (let n = 0; n < 10_000; n++) {
    images.fill(n % 256, 16 + n * 784, 16 + (n + 1) * 784);
    labels[8 + n] = n % 10;
  }
  return withManifest({ 'images.idx': images, 'labels.idx': labels });
}

async function withManifest(data: Files): Promise<Files> {
  const files: Record<string, { bytes: number; sha256: string; blocks: string[] }> = {};
  for (const [name, bytes] of Object.entries(data)) {
    const blocks: string[] = [];
    for (let start = 0; start < bytes.length; start += BLOCK)
      blocks.push(await sha256Hex(bytes.subarray(start, start + BLOCK)));
    files[name] = { bytes: bytes.length, sha256: await sha256Hex(bytes), blocks };
  }
  const manifest = {
    format: 1,
    name: 'digits',
    hash: await contentHash(files),
    classes: 10,
    splits: { train: 7_000, validation: 1_000, test: 2_000 },
    blockBytes: BLOCK,
    files,
  };
  return { ...data, 'dataset.json': new TextEncoder().encode(JSON.stringify(manifest)) };
}

const source = (files: Files): ByteSource => ({
  read: (name) => {
    const bytes = files[name];
    return bytes ? Promise.resolve(bytes) : Promise.reject(new TrainError('not_found', `no ${name}`));
  },
});

const open = (files: Files) =>
  openDataset({ dataset: 'digits', config: {}, augment: [] }, { source: () => source(files), seed: 1 });

const intact = await preparedDigits();

describe('digits', () => {
  it('splits the files in their order and turns bytes into [0, 1]', async () => {
    const dataset = await open(intact);
    expect(dataset.info.sizes).toEqual({ train: 7_000, validation: 1_000, test: 2_000 });
    const test = dataset.read('test', Uint32Array.of(1_999, 0));
    expect(test.x.shape).toEqual([2, 28, 28, 1]);
    expect([...test.y.data]).toEqual([9_999 % 10, 8_000 % 10]);
    expect(test.x.data[0]).toBe(Math.fround((9_999 % 256) / 255));
    expect(test.x.data[784]).toBe(Math.fround((8_000 % 256) / 255));
    expect(dataset.read('train', new Uint32Array()).x.shape).toEqual([0, 28, 28, 1]);
    expect(() => dataset.read('validation', Uint32Array.of(1_000))).toThrow(
      'sample 1000 of digits/validation',
    );
  });

  it.each([
    [
      'images.idx',
      (b: Uint8Array) => b.subarray(0, b.length / 2),
      'digits/images.idx: ends at byte 3920008, expected 7840016',
    ],
    ['labels.idx', (b: Uint8Array) => b.subarray(0, 3), 'digits/labels.idx: ends at byte 3, expected 10008'],
    ['labels.idx', (b: Uint8Array) => Uint8Array.of(...b, 0), 'digits/labels.idx: goes on after byte 10008'],
    [
      'images.idx',
      (b: Uint8Array) => b.map((v, i) => (i === 70_000 ? v ^ 1 : v)),
      'digits/images.idx: changed between byte 65536 and byte 131071',
    ],
    [
      'dataset.json',
      (b: Uint8Array) => b.subarray(0, 100),
      'digits/dataset.json: not readable as JSON (100 bytes)',
    ],
    ['dataset.json', () => new TextEncoder().encode('{"format":2}'), 'digits/dataset.json: format'],
  ] as const)('refuses a damaged %s', async (name, damage, message) => {
    const error = await open({ ...intact, [name]: damage(intact[name] as Uint8Array) }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ code: 'data_corrupt' });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain('npx ringmaster setup --datasets');
  });

  it('refuses files that fit their manifest but are no digits', async () => {
    const labels = (intact['labels.idx'] as Uint8Array).map((value, i) => (i === 50 ? 11 : value));
    const other = await withManifest({
      'images.idx': intact['images.idx'] as Uint8Array,
      'labels.idx': labels,
    });
    await expect(open(other)).rejects.toThrow('digits/labels.idx: byte 50 is 11, expected a digit');
  });

  it('refuses a manifest whose hash is another', async () => {
    const text = new TextDecoder().decode(intact['dataset.json']).replace(/"hash":"./, '"hash":"0');
    const forged = { ...intact, 'dataset.json': new TextEncoder().encode(text) };
    await expect(open(forged)).rejects.toThrow('"hash" is not the hash of its files');
  });

  it('says how to get it when it is not there', async () => {
    const error = await open({}).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'not_found' });
    expect((error as Error).message).toContain(
      'digits/dataset.json is not there; rebuild it with `npx ringmaster setup',
    );
  });
});
