import { assert } from '@ringmaster/core';
import { add, div, minimum, mul, type Scalar, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/** The slot that holds the average of the weights. */
export const EMA_SLOT = 'ema';

/**
 * An optimizer that also keeps an exponential moving average of the weights (Polyak, Juditsky, SIAM J. Control Optim.
 * 30, 1992, with a decay): e ← d·e + (1 − d)·w after each update, d = min(decay, (t − 1) / (t + 8)). So the first
 * update sets e to the weights, whatever the slot started with, and early averages are short.
 */
export function withEma(
  optimizer: OptimizerDefinition,
  { decay }: { readonly decay: number },
): OptimizerDefinition {
  return {
    slots: [...optimizer.slots, EMA_SLOT],
    update: (weights, gradient, slots, context) => {
      const average = slots.at(-1);
      assert(average && slots.length === optimizer.slots.length + 1, 'the moving average needs its slot');
      const next = optimizer.update(weights, gradient, slots.slice(0, -1), context);
      const { updates } = context;
      const keep: Scalar = minimum(decay, div(sub(updates, 1), add(updates, 8)));
      const nextAverage: Tensor1D = add(mul(average, keep), mul(next.weights, sub(1, keep)));
      return { weights: next.weights, slots: [...next.slots, nextAverage] };
    },
  };
}
