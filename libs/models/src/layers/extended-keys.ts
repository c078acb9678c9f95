import { assert } from '@ringmaster/core';
import {
  add,
  cast,
  equal,
  lessEqual,
  mul,
  range,
  reshape,
  sub,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { Increment, KeysAndValues } from './increment-scope.js';

/**
 * Keys and values of all positions: those that were kept, and in the place of the given position its own. Ops alone, so that a
 * compiled graph takes the position as an input.
 */
export function extended(
  { position, context, before }: Increment,
  layer: string,
  own: KeysAndValues,
): KeysAndValues {
  if (!position) return own;
  const kept = before.get(layer);
  assert(kept, `nothing was kept of layer ${layer}`);
  const here = reshape(cast(equal(range(0, context, 1, 'int32'), position), 'float32'), [1, 1, context, 1]);
  const elsewhere = sub(1, here);
  const at = (index: 0 | 1) => add(mul(kept[index], elsewhere), mul(own[index], here));
  return [at(0), at(1)];
}

/** 1 for the positions up to that one, 0 behind it: `[1, 1, 1, keys]`. */
export const upTo = (position: Tensor1D, keys: number): Tensor =>
  reshape(cast(lessEqual(range(0, keys, 1, 'int32'), position), 'float32'), [1, 1, 1, keys]);
