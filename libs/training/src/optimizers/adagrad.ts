import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { add, div, mul, sqrt, square, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/**
 * Adagrad (Duchi, Hazan, Singer, JMLR 2011): s ← s + g², w ← w − η·g / (√(s₀ + s) + ε). The first value s₀ is added
 * when it is used, because slots start at zero.
 */
export function adagrad({
  initialAccumulator,
  epsilon,
}: Extract<OptimizerSpec, { kind: 'adagrad' }>): OptimizerDefinition {
  return {
    slots: ['squares'],
    update: (weights, gradient, [squares], { learningRate }) => {
      assert(squares, 'adagrad needs its slot');
      const next: Tensor1D = add(squares, square(gradient));
      const root = sqrt(initialAccumulator > 0 ? add(next, initialAccumulator) : next);
      const step: Tensor1D = div(mul(learningRate, gradient), add(root, epsilon));
      return { weights: sub(weights, step), slots: [next] };
    },
  };
}
