import { corrupt } from '../files/corrupt.js';

/**
 * Writes numbers of any type as float32.
 * @param first number of the first one in its file
 * @throws TrainError `data_corrupt` naming the first that float32 cannot hold
 */
export function toFloats(
  values: ArrayLike<number | bigint>,
  into: Float32Array | Int32Array,
  { name, first }: { readonly name: string; readonly first: number },
): void {
  for (let i = 0; i < into.length; i++) {
    const value = Math.fround(Number(values[i]));
    if (!Number.isFinite(value))
      throw corrupt(`${name}: value ${first + i}`, `is ${values[i]}, which float32 cannot hold as a number`);
    into[i] = value;
  }
}
