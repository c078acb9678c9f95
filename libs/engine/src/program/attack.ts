import type { AdversarialSpec } from '@ringmaster/contracts';
import { add, grad, maximum, minimum, mul, sign, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Inputs moved to where the sum of losses is larger, no value by more than ε: one step along the gradient's sign (FGSM, I.
 * Goodfellow et al., ICLR 2015) or several, each cut back to the bounds (PGD without a random start, A. Madry et al., ICLR
 * 2018). The result is a constant of the step: no gradient goes through it.
 */
export function attacked(spec: AdversarialSpec, x: Tensor, loss: (x: Tensor) => Tensor): Tensor {
  const { epsilon } = spec;
  const [steps, stepSize] = spec.kind === 'pgd' ? [spec.steps, spec.stepSize] : [1, epsilon];
  const uphill = grad(loss);
  let moved = x;
  for (let step = 0; step < steps; step += 1) {
    const next = add(moved, mul(sign(uphill(moved)), stepSize));
    moved = minimum(maximum(next, sub(x, epsilon)), add(x, epsilon));
  }
  return moved;
}
