import {
  add,
  customGrad,
  erf,
  exp,
  type GradSaveFunc,
  mul,
  serialization,
  square,
  sub,
  tanh,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

/** `exact`: x·Φ(x) with the normal distribution's Φ. `tanh`: the approximation that GPT-2 was trained with. */
export type GeluKind = 'exact' | 'tanh';

const CUBIC = 0.044715;
const ROOT = Math.sqrt(2 / Math.PI);

/** y = x·g(x) from g and its derivative g′: dy/dx = g + x·g′. */
const gated = (x: Tensor, gate: (x: Tensor) => Tensor, slope: (x: Tensor, g: Tensor) => Tensor): Tensor =>
  customGrad((...given) => {
    const [input, save] = given as [Tensor, GradSaveFunc];
    const g = gate(input);
    save([input, g]);
    return {
      value: mul(input, g),
      gradFunc: (dy: Tensor, [at, kept]: Tensor[]) =>
        mul(dy, add(kept as Tensor, mul(at as Tensor, slope(at as Tensor, kept as Tensor)))),
    };
  })(x);

const normalCdf = (x: Tensor) => add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5);
const normalDensity = (x: Tensor) => mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));

const tanhGate = (x: Tensor) => add(mul(tanh(mul(mul(x, add(mul(square(x), CUBIC), 1)), ROOT)), 0.5), 0.5);
/** With t = 2g − 1: ½(1 − t²)·√(2/π)·(1 + 3·0.044715·x²) = 2g(1 − g)·…. */
const tanhSlope = (x: Tensor, g: Tensor) =>
  mul(mul(g, sub(1, g)), add(mul(square(x), 6 * CUBIC * ROOT), 2 * ROOT));

/** Gaussian error linear unit (D. Hendrycks, K. Gimpel, 2016), with its gradient in closed form. */
export const gelu = (x: Tensor, kind: GeluKind): Tensor =>
  kind === 'exact' ? gated(x, normalCdf, normalDensity) : gated(x, tanhGate, tanhSlope);

export interface GeluOptions {
  readonly name: string;
  readonly kind: GeluKind;
}

class Gelu extends layers.Layer {
  static readonly className = 'RingmasterGelu';
  private readonly kind: GeluKind;

  constructor({ name, kind }: GeluOptions) {
    super({ name });
    this.supportsMasking = true;
    this.kind = kind;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => gelu(onlyInput(inputs), this.kind));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), kind: this.kind };
  }
}

serialization.registerClass(Gelu as unknown as serialization.SerializableConstructor<layers.Layer>);

/** A GELU layer: any shape → the same. */
export const geluLayer = (options: GeluOptions): layers.Layer => new Gelu(options);
