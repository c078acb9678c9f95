import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { add, div, mul, sqrt, square, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/**
 * RMSprop (Tieleman, Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012): v ← ρ·v + (1 − ρ)·g²,
 * d = g / (√v + ε), w ← w − η·d; with momentum μ, m ← μ·m + d and w ← w − η·m.
 */
export function rmsprop({
  rho,
  momentum,
  epsilon,
}: Extract<OptimizerSpec, { kind: 'rmsprop' }>): OptimizerDefinition {
  const hasMomentum = momentum > 0;
  return {
    slots: hasMomentum ? ['meanSquare', 'momentum'] : ['meanSquare'],
    update: (weights, gradient, [meanSquare, velocity], { learningRate }) => {
      assert(meanSquare && (velocity || !hasMomentum), 'rmsprop needs its slots');
      const nextSquare: Tensor1D = add(mul(meanSquare, rho), mul(square(gradient), 1 - rho));
      const scaled: Tensor1D = div(gradient, add(sqrt(nextSquare), epsilon));
      if (!velocity) return { weights: sub(weights, mul(learningRate, scaled)), slots: [nextSquare] };
      const next: Tensor1D = add(mul(velocity, momentum), scaled);
      return { weights: sub(weights, mul(learningRate, next)), slots: [nextSquare, next] };
    },
  };
}
