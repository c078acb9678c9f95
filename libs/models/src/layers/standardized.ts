import {
  add,
  customGrad,
  type GradSaveFunc,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

export interface Standardization {
  /** Statistics are taken over these axes, which count from 0. */
  readonly axes: readonly number[];
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether the mean is subtracted; without it `x` is divided by its root mean square. */
  readonly centred: boolean;
}

/**
 * x̂ = (x − μ)·(σ² + ε)^−½ with μ and the biased σ² over some axes, and its gradient in closed form,
 * dx = (σ² + ε)^−½ · (dy − mean(dy) − x̂·mean(dy·x̂)), where automatic differentiation takes three times as many ops.
 */
export function standardized(x: Tensor, { axes, epsilon, centred }: Standardization): Tensor {
  const average = (of: Tensor) => mean(of, [...axes], true);
  return customGrad((...given) => {
    const [input, save] = given as [Tensor, GradSaveFunc];
    const deviations = centred ? sub(input, average(input)) : input;
    const scale = rsqrt(add(average(square(deviations)), epsilon));
    const value = mul(deviations, scale);
    save([value, scale]);
    const gradFunc = (dy: Tensor, [normed, factor]: Tensor[]): Tensor => {
      const projected = mul(normed as Tensor, average(mul(dy, normed as Tensor)));
      const flat = centred ? sub(dy, average(dy)) : dy;
      return mul(factor as Tensor, sub(flat, projected));
    };
    return { value, gradFunc };
  })(x);
}
