import { cast, mul, notEqual, type Tensor } from '@tensorflow/tfjs-core';
import type { TaskBatch } from '../ports/graph-parts.js';

/** 1 where the label is no padding, times the column `mask` where there is one. */
export function paddingMask(
  { padding }: { readonly padding?: number | undefined },
  { y, extras: { mask } }: TaskBatch,
): Tensor | undefined {
  if (padding === undefined) return mask;
  const counted = cast(notEqual(cast(y, 'int32'), padding), 'float32');
  return mask ? mul(counted, cast(mask, 'float32')) : counted;
}
