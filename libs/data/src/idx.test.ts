import { TrainError } from '@ringmaster/core';
import { expect, it } from 'vitest';
import { readIdx } from './idx.js';

const TWO_IMAGES = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60);

const patched = (at: number, byte: number) => TWO_IMAGES.map((old, i) => (i === at ? byte : old));

it('reads dimensions and values without copying', () => {
  const file = readIdx('images.idx', TWO_IMAGES, 3);
  expect(file.dims).toEqual([2, 1, 3]);
  expect([...file.values]).toEqual([10, 20, 30, 40, 50, 60]);
  expect(file.values.buffer).toBe(TWO_IMAGES.buffer);
});

it('reads a file that is a view into a larger buffer', () => {
  const shifted = new Uint8Array(TWO_IMAGES.length + 5);
  shifted.set(TWO_IMAGES, 5);
  expect(readIdx('images.idx', shifted.subarray(5), 3).dims).toEqual([2, 1, 3]);
});

it.each([
  ['cut in its values', TWO_IMAGES.subarray(0, 19), 'images.idx: ends at byte 19, expected 22'],
  ['cut in its header', TWO_IMAGES.subarray(0, 7), 'images.idx: ends at byte 7, expected 16'],
  ['empty', new Uint8Array(), 'images.idx: ends at byte 0, expected 16'],
  ['too long', Uint8Array.of(...TWO_IMAGES, 1), 'images.idx: goes on after byte 22'],
  ['of another type', patched(2, 0x0d), 'images.idx: byte 2 is 13, expected 8'],
  ['of another rank', patched(3, 1), 'images.idx: byte 3 is 1, expected 3'],
  ['no IDX file', patched(0, 0x1f), 'images.idx: byte 0 is 31, expected 0'],
  ['of absurd size', patched(4, 0xff), 'images.idx: ends at byte 22, expected 12834570262'],
])('refuses a file that is %s', (_name, bytes, message) => {
  const read = () => readIdx('images.idx', bytes, 3);
  expect(read).toThrow(TrainError);
  expect(read).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
  expect(read).toThrow(message);
});
