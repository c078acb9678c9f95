import { assert } from '@ringmaster/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The input of a layer that has one: tfjs passes it alone or as a list. */
export function onlyInput(inputs: Tensor | Tensor[]): Tensor {
  const [x] = Array.isArray(inputs) ? inputs : [inputs];
  assert(x, 'a layer was called without an input');
  return x;
}
