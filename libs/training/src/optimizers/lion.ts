import type { OptimizerSpec } from '@ringmaster/contracts';
import { assert } from '@ringmaster/core';
import { add, mul, type Scalar, sign, sub, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { scaleKernels } from './scale-kernels.js';

/**
 * Lion (X. Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023): w ← (1 − η·λ)·w − η·sign(β₁·m +
 * (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g. Parameters of one dimension do not decay.
 */
export function lion({
  beta1,
  beta2,
  weightDecay,
}: Extract<OptimizerSpec, { kind: 'lion' }>): OptimizerDefinition {
  return {
    slots: ['m'],
    update: (weights, gradient, [m], { learningRate, parameters }) => {
      assert(m, 'lion needs its slot');
      const direction: Tensor1D = sign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
      const keep: Scalar = sub(1, mul(learningRate, weightDecay));
      const next: Tensor1D = add(mul(m, beta2), mul(gradient, 1 - beta2));
      return {
        weights: sub(scaleKernels(weights, keep, parameters), mul(learningRate, direction)),
        slots: [next],
      };
    },
  };
}
