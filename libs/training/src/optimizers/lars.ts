import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { add, mul, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { byParameter, isKernel, norm } from './by-parameter.js';
import { trustRatio } from './lamb.js';

/**
 * LARS (Y. You, I. Gitman, B. Ginsburg, "Large Batch Training of Convolutional Networks", 2017): the gradient of each kernel
 * is scaled by τ·‖w‖ / (‖g‖ + λ·‖w‖) after its decay λ·w is added, then v ← μ·v + that and w ← w − η·v. Parameters of one
 * dimension take plain momentum. The ratio is 1 where ‖w‖ or ‖g‖ is 0.
 */
export function lars({
  momentum,
  weightDecay,
  trust,
}: Extract<OptimizerSpec, { kind: 'lars' }>): OptimizerDefinition {
  return {
    slots: ['momentum'],
    update: (weights, gradient, [velocity], { learningRate, parameters }) => {
      assert(velocity, 'lars needs its slot');
      const scaled = byParameter([weights, gradient], parameters, ([w, g], parameter) => {
        assert(w && g, 'a parameter has weights and a gradient');
        if (!isKernel(parameter)) return g;
        const ratio = trustRatio(mul(norm(w), trust), add(norm(g), mul(norm(w), weightDecay)));
        const decayed: Tensor1D = add(g, mul(w, weightDecay));
        return mul(decayed, ratio);
      });
      const next: Tensor1D = add(mul(velocity, momentum), scaled);
      return { weights: sub(weights, mul(learningRate, next)), slots: [next] };
    },
  };
}
