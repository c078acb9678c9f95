import { assert } from '@ringmaster/core';
import { add, div, mul, serialization, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

export interface ChannelNormOptions {
  readonly name: string;
  /** What the learned scales start from. Default 20, as in SSD. */
  readonly scale?: number;
}

/** Of a place whose channels are all 0: it stays so. */
const EPSILON = 1e-10;

/**
 * L2 normalisation over the channels of every place, times a learned scale a channel (W. Liu et al., "ParseNet", 2015):
 * features of an early map become as large as those of later ones. `[…, channels]` → the same.
 */
class ChannelNorm extends layers.Layer {
  static readonly className = 'RingmasterChannelNorm';
  private readonly start: number;
  private scale: LayerVariable | undefined;

  constructor({ name, scale = 20 }: ChannelNormOptions) {
    super({ name });
    this.start = scale;
  }

  override build(inputShape: Shape): void {
    const start = initializers.constant({ value: this.start });
    this.scale = this.addWeight('scale', [inputShape.at(-1) ?? null], 'float32', start);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      assert(this.scale, `layer ${this.name} is not built`);
      const x = onlyInput(inputs);
      const length = sqrt(add(sum(square(x), -1, true), EPSILON));
      return mul(div(x, length), this.scale.read());
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      scale: this.start,
      scaleInitializer: { className: 'Constant', config: { value: this.start } },
    };
  }
}
serialization.registerClass(ChannelNorm as unknown as serialization.SerializableConstructor<layers.Layer>);

export const channelNorm = (options: ChannelNormOptions): layers.Layer => new ChannelNorm(options);
