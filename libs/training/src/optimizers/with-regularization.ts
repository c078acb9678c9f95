import { add, mul, sign, type Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { byParameter, isKernel } from './by-parameter.js';

/**
 * An optimizer that sees the gradient of loss + λ₁·Σ|w| + ½·λ₂·Σw² over kernels and embeddings: g + λ₁·sign(w) + λ₂·w. It is
 * added to the reduced gradient, after clipping, so that it costs nothing on the wire; the reported loss is without it.
 */
export function withRegularization(
  optimizer: OptimizerDefinition,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
): OptimizerDefinition {
  return {
    slots: optimizer.slots,
    update: (weights, gradient, slots, context) => {
      const penalised = byParameter([weights, gradient], context.parameters, ([w, g], parameter) => {
        if (!isKernel(parameter)) return g as Tensor1D;
        const pull = [
          ...(l1 > 0 ? [mul<Tensor1D>(sign(w as Tensor1D), l1)] : []),
          ...(l2 > 0 ? [mul<Tensor1D>(w as Tensor1D, l2)] : []),
        ];
        return pull.reduce<Tensor1D>((sum, one) => add(sum, one), g as Tensor1D);
      });
      return optimizer.update(weights, penalised, slots, context);
    },
  };
}
