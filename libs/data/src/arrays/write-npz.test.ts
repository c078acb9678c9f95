import { expect, it } from 'vitest';
import { readNpy } from './read-npy.js';
import { readZip } from './read-zip.js';
import { encodeNpz, type NamedArray } from './write-npz.js';

const ARRAYS: readonly NamedArray[] = [
  { name: 'conv1/kernel', shape: [2, 3], data: Float32Array.of(1, 2.5, -3, 4e-30, NaN, Infinity) },
  { name: 'conv1/bias', shape: [3], data: Float32Array.of(0, -0, 7) },
  { name: 'größe', shape: [], data: Float32Array.of(Math.fround(0.1)) },
  { name: 'steps', shape: [1, 1, 2], data: Int32Array.of(-1, 2_147_483_647) },
  { name: 'nothing', shape: [0, 4], data: new Float32Array(0) },
];

it('is read back value by value, shape by shape, under the names that were given', async () => {
  const archive = readZip('model.npz', encodeNpz(ARRAYS));
  expect(archive.names).toEqual(ARRAYS.map(({ name }) => `${name}.npy`));
  for (const { name, shape, data } of ARRAYS) {
    const read = readNpy(name, await archive.entry(`${name}.npy`));
    expect(read.shape).toEqual(shape);
    expect(read.values).toEqual(data);
  }
});

it('gives the same bytes for the same arrays, also out of the middle of a larger buffer', () => {
  const whole = Float32Array.of(9, 1, 2, 3, 9);
  const view: NamedArray = { name: 'a', shape: [3], data: whole.subarray(1, 4) };
  const copy: NamedArray = { name: 'a', shape: [3], data: Float32Array.of(1, 2, 3) };
  expect(encodeNpz([view])).toEqual(encodeNpz([copy]));
});

it('begins the values at a multiple of 64 bytes of each array, as NumPy does', async () => {
  const archive = readZip('model.npz', encodeNpz(ARRAYS));
  const bytes = await archive.entry('conv1/bias.npy');
  const header = new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  expect((10 + header) % 64).toBe(0);
  expect(new TextDecoder().decode(bytes.subarray(10, 10 + header))).toMatch(
    /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(3,\), \} *\n$/,
  );
});

it('writes an archive of nothing', () => {
  expect(readZip('empty.npz', encodeNpz([])).names).toEqual([]);
});
