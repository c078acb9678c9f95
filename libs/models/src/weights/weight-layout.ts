import type { WeightRule } from '@ringmaster/contracts';

export type Layout = Pick<WeightRule, 'transpose' | 'channels'>;

/** The order of a tensor's axes that a rule asks for, or undefined where it cannot be had. */
function orderOf(rank: number, transpose: WeightRule['transpose']): readonly number[] | undefined {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  switch (transpose) {
    case undefined:
      return axes;
    case 'linear':
      return rank === 2 ? [1, 0] : undefined;
    case 'convolution':
      return rank >= 3 ? [...axes.slice(2), 1, 0] : undefined;
  }
  return [...transpose].sort((a, b) => a - b).join() === axes.join() ? transpose : undefined;
}

/** The shape that a tensor has in the model's layout, or why it cannot have one. */
export function laidOutShape(shape: readonly number[], layout: Layout): readonly number[] | string {
  const order = orderOf(shape.length, layout.transpose);
  if (!order)
    return `transpose: ${JSON.stringify(layout.transpose)} does not fit its ${shape.length} dimensions`;
  const turned = order.map((axis) => shape[axis] ?? 0);
  const { channels = 1 } = layout;
  if ((turned[0] ?? 0) % channels !== 0)
    return `channels: ${channels} does not divide the ${turned[0] ?? 0} inputs that it has`;
  return turned;
}

/** The values of a tensor in the model's layout; the layout fits the shape. */
export function laidOut(values: Float32Array, shape: readonly number[], layout: Layout): Float32Array {
  const turned = permuted(values, shape, orderOf(shape.length, layout.transpose) ?? []);
  if (layout.channels === undefined) return turned;
  return placeMajor(turned, laidOutShape(shape, layout)[0] as number, layout.channels);
}

/** Axis `i` of the result is axis `order[i]` of the input. */
function permuted(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  if (order.every((axis, i) => axis === i)) return values;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const out = new Float32Array(values.length);
  const [dims, steps] = [order.map((axis) => shape[axis] ?? 0), order.map((axis) => strides[axis] ?? 0)];
  const at = dims.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = values[from] ?? 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      at[axis]! += 1;
      from += steps[axis] ?? 0;
      if ((at[axis] ?? 0) < (dims[axis] ?? 0)) break;
      from -= (steps[axis] ?? 0) * (dims[axis] ?? 0);
      at[axis] = 0;
    }
  }
  return out;
}

/** Rows (channel, place) in the order (place, channel): what flattening a picture with its channels last gives. */
function placeMajor(values: Float32Array, rows: number, channels: number): Float32Array {
  const out = new Float32Array(values.length);
  const [width, places] = [values.length / rows, rows / channels];
  for (let channel = 0; channel < channels; channel++)
    for (let place = 0; place < places; place++) {
      const from = (channel * places + place) * width;
      out.set(values.subarray(from, from + width), (place * channels + channel) * width);
    }
  return out;
}
