import type { OptimizerSpec } from '@ringmaster/contracts';
import { add, mul, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/**
 * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), in the form v ← μ·v + g, w ← w − η·v of
 * Sutskever et al. (ICML 2013) with η outside of v, so that a change of η acts at once. Without momentum there is no slot.
 * Nesterov's momentum in the same paper's form, rewritten for the weights that the gradient is taken at (Bengio et al.,
 * ICASSP 2013): w ← w − η·(g + μ·v).
 */
export function sgd({ momentum, nesterov }: Extract<OptimizerSpec, { kind: 'sgd' }>): OptimizerDefinition {
  if (momentum === 0)
    return {
      slots: [],
      update: (weights, gradient, _slots, { learningRate }) => ({
        weights: sub(weights, mul(learningRate, gradient)),
        slots: [],
      }),
    };
  return {
    slots: ['momentum'],
    update: (weights, gradient, [velocity], { learningRate }) => {
      const next: Tensor1D = velocity ? add(mul(velocity, momentum), gradient) : gradient;
      const direction: Tensor1D = nesterov ? add(gradient, mul(next, momentum)) : next;
      return { weights: sub(weights, mul(learningRate, direction)), slots: [next] };
    },
  };
}
