import { assert } from '@ringmaster/core';
import { add, div, mul, pow, sqrt, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/**
 * An optimizer that sees the gradient plus normal noise of variance η / t^γ, t the applied updates (A. Neelakantan et al., "Adding
 * Gradient Noise Improves Learning for Very Deep Networks", 2015). Drawn from (seed, t) alone, after clipping: the same on all
 * ranks.
 */
export function withGradientNoise(
  optimizer: OptimizerDefinition,
  { eta, gamma, seed }: { readonly eta: number; readonly gamma: number; readonly seed: number },
): OptimizerDefinition {
  return {
    slots: optimizer.slots,
    update: (weights, gradient, slots, context) => {
      const { normal, updates } = context;
      assert(normal, 'an engine draws the noise of gradients');
      const deviation = sqrt(div(eta, pow(updates, gamma)));
      const noisy: Tensor1D = add(gradient, mul(normal(gradient.size, seed), deviation));
      return optimizer.update(weights, noisy, slots, context);
    },
  };
}
