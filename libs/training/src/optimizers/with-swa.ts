import { assert } from '@ringmaster/core';
import {
  add,
  cast,
  div,
  floor,
  lessEqual,
  maximum,
  mul,
  type Scalar,
  sub,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { EMA_SLOT } from './with-ema.js';

/**
 * An optimizer that also keeps the plain mean of the weights of every `every`-th update from update `start` on (P. Izmailov et
 * al., "Averaging Weights Leads to Wider Optima", UAI 2018); up to there the mean is the weights themselves.
 */
export function withSwa(
  optimizer: OptimizerDefinition,
  { start, every }: { readonly start: number; readonly every: number },
): OptimizerDefinition {
  return {
    slots: [...optimizer.slots, EMA_SLOT],
    update: (weights, gradient, slots, context) => {
      const mean = slots.at(-1);
      assert(mean && slots.length === optimizer.slots.length + 1, 'the mean of the weights needs its slot');
      const next = optimizer.update(weights, gradient, slots.slice(0, -1), context);
      // In the mean so far: one at update `start`, one more every `every` updates.
      const counted = (updates: Scalar): Scalar => add(1, floor(div(maximum(sub(updates, start), 0), every)));
      const { updates } = context;
      const now = counted(updates);
      const isBefore: Scalar = cast(lessEqual(updates, start), 'float32');
      const share: Scalar = maximum(isBefore, div(sub(now, counted(sub(updates, 1))), now));
      const nextMean: Tensor1D = add(mul(mean, sub(1, share)), mul(next.weights, share));
      return { weights: next.weights, slots: [...next.slots, nextMean] };
    },
  };
}
