import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';
import type { BlockLabels, SampleBlock } from '../files/sample-block.js';
import type { NpyArray } from './read-npy.js';
import { toFloats } from './to-floats.js';

interface NamedArray {
  /** For messages: `x.npy`, `data.npz:x`. */
  readonly name: string;
  readonly array: NpyArray;
}

/**
 * Samples of two arrays: x [n, …] and y, class numbers [n] when its type is an integer, numbers [n] or [n, k]
 * otherwise. Images [n, rows, columns] get one channel; bytes stand for value ÷ 255.
 * @throws TrainError `data_corrupt`
 */
export function arrayBlock(x: NamedArray, y: NamedArray): SampleBlock {
  const facts = blockFacts({ name: x.name, shape: x.array.shape }, y);
  if (x.array.values.length > LIMITS.dataValues)
    throw corrupt(x.name, `holds ${x.array.values.length} values, more than ${LIMITS.dataValues}`);
  return { ...facts, x: x.array.values instanceof Uint8Array ? x.array.values : floatsOf(x) };
}

/** All but the samples' values, from the shape of their array. @throws TrainError `data_corrupt` */
export function blockFacts(
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  y: NamedArray,
): Omit<SampleBlock, 'x'> {
  const [count, ...dims] = shape;
  if (count === undefined || dims.length === 0)
    throw corrupt(name, `has the shape (${shape.join(', ')}), expected (samples, …)`);
  if (count === 0 || dims.includes(0)) throw corrupt(name, 'holds no samples');
  if (y.array.shape[0] !== count)
    throw corrupt(y.name, `holds ${y.array.shape[0] ?? 0} labels, but ${name} holds ${count} samples`);
  return {
    file: name,
    count,
    inputShape: dims.length === 2 ? [...dims, 1] : dims,
    labels: readLabels(y),
    labelAt: placeIn(y.name),
  };
}

/** A closure of its own, which keeps no values. */
const placeIn = (name: string) => (row: number) => `${name}: value ${row}`;

function readLabels(y: NamedArray): BlockLabels {
  const { values, shape } = y.array;
  if (values instanceof Float32Array || values instanceof Float64Array) {
    if (shape.length > 2)
      throw corrupt(y.name, `has the shape (${shape.join(', ')}), expected (n) or (n, k)`);
    return { kind: 'number', values: floatsOf(y), shape: [shape[1] ?? 1] };
  }
  if (shape.length !== 1)
    throw corrupt(y.name, `has the shape (${shape.join(', ')}); class numbers must have the shape (n)`);
  const numbers = new Int32Array(values.length);
  values.forEach((value: number | bigint, at: number) => {
    const number = Number(value);
    if (number < 0 || number > 0x7fffffff)
      throw corrupt(`${y.name}: value ${at}`, `is ${value}, expected a class number`);
    numbers[at] = number;
  });
  return { kind: 'class', values: numbers };
}

function floatsOf({ name, array: { values } }: NamedArray): Float32Array {
  const floats = new Float32Array(values.length);
  toFloats(values, floats, { name, first: 0 });
  return floats;
}
