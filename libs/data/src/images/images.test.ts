import { describe, expect, it } from 'vitest';
import { readCifar } from './cifar.js';
import { idxBlock } from './idx-dataset.js';

const idxFile = (type: number, dims: readonly number[], values: readonly number[]) =>
  Uint8Array.of(0, 0, type, dims.length, ...dims.flatMap((dim) => [0, 0, dim >> 8, dim & 0xff]), ...values);
const IMAGES = idxFile(8, [2, 1, 2], [1, 2, 3, 4]);
const LABELS = idxFile(8, [2], [0, 1]);

describe('IDX pairs', () => {
  const block = (images: Uint8Array, labels: Uint8Array) =>
    idxBlock({ name: 'i', bytes: images }, { name: 'l', bytes: labels });

  it('give images of one channel, or of several', () => {
    expect(block(IMAGES, LABELS)).toMatchObject({ inputShape: [1, 2, 1], count: 2 });
    expect(block(idxFile(8, [2, 1, 1, 2], [1, 2, 3, 4]), LABELS)).toMatchObject({ inputShape: [1, 1, 2] });
    expect(block(IMAGES, LABELS).labelAt(1)).toBe('l: byte 9');
  });

  it.each([
    ['empty images', new Uint8Array(), LABELS, 'i: ends at byte 0, expected 16'],
    ['images cut in their header', IMAGES.subarray(0, 9), LABELS, 'i: ends at byte 9, expected 16'],
    ['images cut in their values', IMAGES.subarray(0, 18), LABELS, 'i: ends at byte 18, expected 20'],
    ['images that go on', Uint8Array.of(...IMAGES, 0), LABELS, 'i: goes on after byte 20'],
    ['images of floats', idxFile(0x0d, [2, 1, 2], [1, 2, 3, 4]), LABELS, 'i: byte 2 is 13, expected 8'],
    ['labels for images', LABELS, LABELS, 'i: ends at byte 10, expected 16'],
    ['images for labels', IMAGES, IMAGES, 'l: byte 3 is 3, expected 1'],
    ['cut labels', IMAGES, LABELS.subarray(0, 9), 'l: ends at byte 9, expected 10'],
    ['too few labels', IMAGES, idxFile(8, [1], [0]), 'l: holds 1 labels, but i holds 2 images'],
    ['no images', idxFile(8, [0, 1, 2], []), idxFile(8, [0], []), 'i: holds 0×1×2 values: no images'],
  ])('refuse %s', (_name, images, labels, message) => {
    const act = () => block(images, labels);
    expect(act).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
    expect(act).toThrow(message);
  });
});

describe('CIFAR records', () => {
  const record = (labels: readonly number[], first = 0) => [
    ...labels,
    ...Array.from({ length: 3_072 }, (_, i) => (i % 1_024 === 0 ? first + i / 1_024 : 0)),
  ];
  const two = Uint8Array.of(...record([3], 10), ...record([9], 20));

  it('give images with channels last, and the label asked for', () => {
    const block = readCifar('b.bin', two, 'cifar10');
    expect([...block.x.subarray(0, 3), ...block.x.subarray(3_072, 3_075)]).toEqual([10, 11, 12, 20, 21, 22]);
    expect(block.labels.values).toEqual(Int32Array.of(3, 9));
    const hundred = Uint8Array.from(record([19, 99]));
    expect(readCifar('b.bin', hundred, 'cifar100').labels.values).toEqual(Int32Array.of(99));
    expect(readCifar('b.bin', hundred, 'cifar100-coarse').labels.values).toEqual(Int32Array.of(19));
  });

  const coarse = Uint8Array.from(record([20, 0]));
  it.each([
    ['an empty file', new Uint8Array(), 'cifar10', 'b.bin: is empty'],
    [
      'a label alone',
      two.subarray(0, 1),
      'cifar10',
      'b.bin: ends at byte 1, inside record 0 of 3073 bytes, which ends at byte 3073',
    ],
    ['a first record cut', two.subarray(0, 3_072), 'cifar10', 'b.bin: ends at byte 3072, inside record 0'],
    ['a later record cut', two.subarray(0, 4_000), 'cifar10', 'b.bin: ends at byte 4000, inside record 1'],
    ['a byte too many', Uint8Array.of(...two, 0), 'cifar10', 'b.bin: ends at byte 6147, inside record 2'],
    [
      'a label out of range',
      two.map((byte, i) => (i === 0 ? 10 : byte)),
      'cifar10',
      'b.bin: byte 0: the label 10',
    ],
    [
      'a later label out of range',
      two.map((byte, i) => (i === 3_073 ? 255 : byte)),
      'cifar10',
      'b.bin: byte 3073: the label 255',
    ],
    ['CIFAR-100 for CIFAR-10', coarse, 'cifar10', 'b.bin: ends at byte 3074, inside record 1'],
    ['CIFAR-10 for CIFAR-100', two, 'cifar100', 'b.bin: ends at byte 6146, inside record 1 of 3074 bytes'],
    [
      'a coarse label out of range',
      coarse,
      'cifar100-coarse',
      'b.bin: byte 0: the label 20 is not one of the 20',
    ],
    [
      'a fine label out of range',
      coarse.map((byte, i) => (i === 1 ? 100 : byte)),
      'cifar100',
      'b.bin: byte 1: the label 100',
    ],
  ] as const)('refuse %s', (_name, bytes, kind, message) => {
    const act = () => readCifar('b.bin', bytes, kind);
    expect(act).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
    expect(act).toThrow(message);
  });
});
