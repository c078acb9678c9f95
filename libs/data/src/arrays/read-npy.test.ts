import { describe, expect, it } from 'vitest';
import { arrayBlock } from './array-block.js';
import { readNpy } from './read-npy.js';
import { npyFile, patched } from './samples-for-tests.js';

const F4 = npyFile('<f4', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
const named = (descr: string, shape: readonly number[], values: ArrayBufferView, name = 'a.npy') => ({
  name,
  array: readNpy(name, npyFile(descr, shape, values)),
});

it.each([
  ['<f4', Float32Array.of(1.5, -2)],
  ['<f8', Float64Array.of(1.5, -2)],
  ['<i4', Int32Array.of(1, -2)],
  ['<i8', BigInt64Array.of(1n, -2n)],
  ['|u1', Uint8Array.of(1, 255)],
])('reads %s', (descr, values) => {
  expect(readNpy('a.npy', npyFile(descr, [2], values))).toEqual({ shape: [2], dtype: descr, values });
});

it('makes samples of two arrays: images get a channel, integers are class numbers, floats are numbers', () => {
  const x = named('|u1', [2, 1, 2], Uint8Array.of(1, 2, 3, 4));
  expect(arrayBlock(x, named('<i8', [2], BigInt64Array.of(0n, 1n)))).toMatchObject({
    inputShape: [1, 2, 1],
    labels: { kind: 'class', values: Int32Array.of(0, 1) },
  });
  expect(arrayBlock(x, named('<f8', [2, 1], Float64Array.of(0.5, 1)))).toMatchObject({
    labels: { kind: 'number', values: Float32Array.of(0.5, 1), shape: [1] },
  });
});

describe('a broken file', () => {
  it.each([
    ['empty', new Uint8Array(), 'a.npy: ends at byte 0, expected 10'],
    ['cut in its magic string', F4.subarray(0, 4), 'a.npy: ends at byte 4, expected 10'],
    ['cut in its header', F4.subarray(0, 60), 'a.npy: ends at byte 60, expected 128'],
    [
      'cut in its values',
      F4.subarray(0, 140),
      'a.npy: ends at byte 140, but its 2×3 values of <f4 end at byte 152',
    ],
    ['too long', Uint8Array.of(...F4, 0), 'a.npy: goes on after byte 152, where its 2×3 values of <f4 end'],
    ['no NPY file', patched(F4, 0, 0x50), 'a.npy: byte 0: is 80, expected 147: this is no NPY file'],
    ['of an unknown version', patched(F4, 6, 9), 'a.npy: byte 6: NPY version 9; known: 1, 2, 3'],
    [
      'big-endian',
      npyFile('>f4', [2], Float32Array.of(1, 2)),
      'a.npy: byte 10: values of type ">f4"; known: <f4',
    ],
    ['of Python objects', npyFile('|O', [1], Uint8Array.of(0)), 'a.npy: byte 10: values of type "|O"'],
    [
      'column-major',
      npyFile('<f4', [1, 2], Float32Array.of(1, 2), 'True'),
      'a.npy: byte 10: the array is column-major',
    ],
    ['of absurd size', npyFile('<f4', [1e15, 1e9], Float32Array.of(1)), 'a.npy: ends at byte 132, but its'],
    ['without a shape', patched(F4, 10 + 41, 0x58), 'must give descr, fortran_order and shape'],
  ])('that is %s', (_name, bytes, message) => {
    const act = () => readNpy('a.npy', bytes);
    expect(act).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
    expect(act).toThrow(message);
  });

  it.each([
    [
      'one dimension',
      named('<f4', [2], Float32Array.of(1, 2)),
      named('|u1', [2], Uint8Array.of(0, 1)),
      'has the shape (2)',
    ],
    [
      'no samples',
      named('<f4', [0, 2], new Float32Array()),
      named('|u1', [0], new Uint8Array()),
      'holds no samples',
    ],
    [
      'a NaN',
      named('<f4', [1, 2], Float32Array.of(1, NaN)),
      named('|u1', [1], Uint8Array.of(0)),
      'a.npy: value 1: is NaN',
    ],
    [
      'too few labels',
      named('<f4', [2, 1], Float32Array.of(1, 2)),
      named('|u1', [1], Uint8Array.of(0)),
      'holds 1 labels',
    ],
    [
      'a negative class',
      named('<f4', [1, 1], Float32Array.of(1)),
      named('<i4', [1], Int32Array.of(-1)),
      'value 0: is -1',
    ],
    [
      'a matrix of classes',
      named('<f4', [1, 1], Float32Array.of(1)),
      named('<i4', [1, 1], Int32Array.of(1)),
      'must have the shape (n)',
    ],
  ])('with %s', (_name, x, y, message) => {
    expect(() => arrayBlock(x, y)).toThrow(message);
  });
});
