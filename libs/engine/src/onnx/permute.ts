import type { ConstantValue } from '../graph/graph-def.js';

/** A constant of four-byte numbers with its dimensions in another order, as `transpose` would give it. */
export function permute({ dtype, shape, bytes }: ConstantValue, perm: readonly number[]): ConstantValue {
  const source = new Uint32Array(bytes.slice().buffer);
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1));
  const turnedShape = perm.map((axis) => shape[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const target = new Uint32Array(source.length);
  const at = turnedShape.map(() => 0);
  let from = 0;
  for (let i = 0; i < target.length; i += 1) {
    target[i] = source[from] ?? 0;
    for (let axis = at.length - 1; axis >= 0; axis -= 1) {
      const [size, step] = [turnedShape[axis] ?? 1, steps[axis] ?? 0];
      at[axis] = (at[axis] ?? 0) + 1;
      from += step;
      if ((at[axis] ?? 0) < size) break;
      from -= step * size;
      at[axis] = 0;
    }
  }
  return { dtype, shape: turnedShape, bytes: new Uint8Array(target.buffer) };
}
