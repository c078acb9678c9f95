import { cast, greaterEqual, mul, type serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { nextSeed, statelessUniform } from './seed-scope.js';

export interface SeededDropoutOptions {
  readonly name: string;
  /** Share of values that are zeroed in training, in [0, 1). */
  readonly rate: number;
}

type CallOptions = Parameters<layers.Layer['call']>[1];

/**
 * Inverted dropout (N. Srivastava et al., JMLR 15, 2014) whose mask is a pure function of the step's seed scope, where
 * tfjs' own draws it in JavaScript: a value is kept with probability 1 − rate and then divided by it. It serialises as
 * tfjs' "Dropout", so that an exported model loads without this class; the class itself is never registered.
 */
class SeededDropout extends layers.Layer {
  static readonly className = 'Dropout';
  private readonly rate: number;

  constructor({ name, rate }: SeededDropoutOptions) {
    super({ name });
    this.rate = rate;
    this.supportsMasking = true;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor | Tensor[] {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    if (!x || this.rate === 0 || !options['training']) return inputs;
    return tidy(() => {
      const kept = cast(greaterEqual(statelessUniform(x.shape, nextSeed()), this.rate), 'float32');
      return mul(x, mul(kept, 1 / (1 - this.rate)));
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

/** A dropout layer that, in training, must run inside `withSeed`; in inference it passes its input on. */
export const seededDropout = (options: SeededDropoutOptions): layers.Layer => new SeededDropout(options);
