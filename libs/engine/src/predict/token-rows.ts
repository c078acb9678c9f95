import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';

export interface TokenGrid {
  /** At least as many as there are lists. */
  readonly rows: number;
  /** At least as long as each of them. */
  readonly width: number;
  readonly padding: number;
}

/** Lists of tokens as int32 `[rows, width]`, filled up behind their ends. */
export function tokenRows(
  lists: readonly (readonly number[])[],
  { rows, width, padding }: TokenGrid,
): Tensor {
  const values = new Int32Array(rows * width).fill(padding);
  lists.forEach((list, row) => values.set(list, row * width));
  return tensor2d(values, [rows, width], 'int32');
}
