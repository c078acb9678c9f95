import type { OptimizerSpec } from '@ringmaster/contracts';
import { mul, type Scalar, sub } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { adam } from './adam.js';
import { scaleKernels } from './scale-kernels.js';

/**
 * Adam with decoupled weight decay (Loshchilov, Hutter, ICLR 2019): w ← (1 − η·λ)·w before the step of Adam, with the
 * scheduled η. Parameters of one dimension (biases, scales and offsets of normalisations) do not decay.
 */
export function adamw({
  weightDecay,
  ...moments
}: Extract<OptimizerSpec, { kind: 'adamw' }>): OptimizerDefinition {
  const { slots, update } = adam({ ...moments, kind: 'adam' });
  return {
    slots,
    update: (weights, gradient, state, context) => {
      const keep: Scalar = sub(1, mul(context.learningRate, weightDecay));
      return update(scaleKernels(weights, keep, context.parameters), gradient, state, context);
    },
  };
}
