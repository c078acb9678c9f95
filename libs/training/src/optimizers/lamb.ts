import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import {
  add,
  div,
  mul,
  ones,
  sqrt,
  square,
  sub,
  type Tensor1D,
  where,
  greater,
  logicalAnd,
  type Scalar,
} from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { correction } from './adam.js';
import { byParameter, isKernel, norm } from './by-parameter.js';

/**
 * LAMB (Y. You et al., "Large Batch Optimization for Deep Learning", ICLR 2020): u = m̂ / (√v̂ + ε) + λ·w, and each parameter
 * moves by w ← w − η·(‖w‖ / ‖u‖)·u, with the ratio 1 where either norm is 0. Parameters of one dimension do not decay.
 */
export function lamb({
  beta1,
  beta2,
  epsilon,
  weightDecay,
}: Extract<OptimizerSpec, { kind: 'lamb' }>): OptimizerDefinition {
  return {
    slots: ['m', 'v'],
    update: (weights, gradient, [m, v], { learningRate, updates, parameters }) => {
      assert(m && v, 'lamb needs its slots m and v');
      const nextM: Tensor1D = add(mul(m, beta1), mul(gradient, 1 - beta1));
      const nextV: Tensor1D = add(mul(v, beta2), mul(square(gradient), 1 - beta2));
      const mHat: Tensor1D = div(nextM, correction(beta1, updates));
      const vHat: Tensor1D = div(nextV, correction(beta2, updates));
      const adaptive: Tensor1D = div(mHat, add(sqrt(vHat), epsilon));
      const step = byParameter([weights, adaptive], parameters, ([w, u], parameter) => {
        assert(w && u, 'a parameter has weights and a step');
        const direction: Tensor1D = isKernel(parameter) ? add(u, mul(w, weightDecay)) : u;
        return mul(direction, trustRatio(norm(w), norm(direction)));
      });
      return { weights: sub(weights, mul(learningRate, step)), slots: [nextM, nextV] };
    },
  };
}

/** ‖w‖ ÷ ‖u‖; 1 where one of them is 0. */
export function trustRatio(weight: Scalar, step: Scalar): Scalar {
  const both = logicalAnd(greater(weight, 0), greater(step, 0));
  const one: Scalar = ones([]);
  return where(both, div(weight, where(both, step, one)), one) as Scalar;
}
