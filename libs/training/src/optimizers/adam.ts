import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import {
  add,
  div,
  expm1,
  mul,
  neg,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';

/**
 * Adam (Kingma, Ba, ICLR 2015), with the bias corrections moved into two scalars (end of its section 2):
 * w ← w − η·√c₂/c₁ · m / (√v + ε·√c₂), c = 1 − βᵗ. Equal to the textbook form, one vector pass less.
 */
export function adam({
  beta1,
  beta2,
  epsilon,
}: Extract<OptimizerSpec, { kind: 'adam' }>): OptimizerDefinition {
  return {
    slots: ['m', 'v'],
    update: (weights, gradient, [m, v], { learningRate, updates }) => {
      assert(m && v, 'adam needs its slots m and v');
      const nextM: Tensor1D = add(mul(m, beta1), mul(gradient, 1 - beta1));
      const nextV: Tensor1D = add(mul(v, beta2), mul(square(gradient), 1 - beta2));
      const correction1 = correction(beta1, updates);
      const root2 = sqrt(correction(beta2, updates));
      const rate = div(mul(learningRate, root2), correction1);
      const step = div(mul(rate, nextM), add(sqrt(nextV), mul(root2, epsilon)));
      return { weights: sub(weights, step), slots: [nextM, nextV] };
    },
  };
}

/** 1 − βᵗ as −expm1(t·ln β): the plain form loses four digits in float32 while t is small and β near 1. */
export const correction = (beta: number, t: Scalar): Scalar => neg(expm1(mul(t, Math.log(beta))));
