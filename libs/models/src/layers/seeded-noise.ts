import {
  add,
  cast,
  cos,
  greaterEqual,
  log,
  mul,
  type serialization,
  sqrt,
  sub,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { CallOptions, Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';
import { nextSeed, statelessUniform } from './seed-scope.js';

/** What changes values in training alone; inference passes them on. */
abstract class TrainingOnly extends layers.Layer {
  constructor(name: string) {
    super({ name });
    this.supportsMasking = true;
  }

  protected abstract changed(x: Tensor): Tensor;

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    const x = onlyInput(inputs);
    return options['training'] ? tidy(() => this.changed(x)) : x;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}

export interface GaussianNoiseOptions {
  readonly name: string;
  /** Standard deviation. */
  readonly stddev: number;
}

/** tfjs' own draws in JavaScript. It serialises as that one, and is never registered. */
class SeededGaussianNoise extends TrainingOnly {
  static readonly className = 'GaussianNoise';
  private readonly stddev: number;

  constructor({ name, stddev }: GaussianNoiseOptions) {
    super(name);
    this.stddev = stddev;
  }

  protected override changed(x: Tensor): Tensor {
    return add(x, mul(statelessNormal(x.shape, [nextSeed(), nextSeed()]), this.stddev));
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

export interface AlphaDropoutOptions {
  readonly name: string;
  /** Share of values that are set to what SELU puts out at minus infinity, in [0, 1). */
  readonly rate: number;
}

/** −λ·α of SELU. */
const SATURATED = -1.7580993408473766;

class SeededAlphaDropout extends TrainingOnly {
  static readonly className = 'AlphaDropout';
  private readonly rate: number;

  constructor({ name, rate }: AlphaDropoutOptions) {
    super(name);
    this.rate = rate;
  }

  protected override changed(x: Tensor): Tensor {
    const { rate } = this;
    const kept = cast(greaterEqual(statelessUniform(x.shape, nextSeed()), rate), 'float32');
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATED ** 2));
    const mixed = add(mul(x, kept), mul(sub(1, kept), SATURATED));
    return add(mul(mixed, scale), -scale * rate * SATURATED);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

/** Standard normal numbers (G. Box, M. Muller, 1958): a pure function of two seeds, each int32 of shape [2]. */
export function statelessNormal(
  shape: readonly number[],
  [first, second]: readonly [Tensor1D, Tensor1D],
): Tensor {
  // From (0, 1]: the logarithm of 0 is none.
  const radius = sqrt(mul(-2, log(sub(1, statelessUniform(shape, first)))));
  return mul(radius, cos(mul(2 * Math.PI, statelessUniform(shape, second))));
}

/** Adds normal noise in training (C. Bishop, Neural Computation 7, 1995); must run inside `withSeed` there. */
export const gaussianNoise = (options: GaussianNoiseOptions): layers.Layer =>
  new SeededGaussianNoise(options);

/**
 * Dropout that keeps mean 0 and variance 1 of SELU units (G. Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS
 * 2017); must run inside `withSeed` in training.
 */
export const alphaDropout = (options: AlphaDropoutOptions): layers.Layer => new SeededAlphaDropout(options);
