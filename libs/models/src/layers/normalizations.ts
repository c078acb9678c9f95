import { assert, TrainError } from '@ringmaster/core';
import { add, mul, reshape, serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';
import { standardized } from './standardized.js';

export interface NormalizationOptions {
  readonly name: string;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
}

const ONES = { className: 'Ones', config: {} };
const ZEROS = { className: 'Zeros', config: {} };

/** Statistics of one sample at a time, then a learned scale and, but for RMSNorm, offset a channel (the last axis). */
abstract class SampleNormalization extends layers.Layer {
  private gamma: LayerVariable | undefined;
  private beta: LayerVariable | undefined;
  protected readonly epsilon: number;
  protected readonly hasOffset: boolean = true;

  constructor({ name, epsilon = 1e-5 }: NormalizationOptions) {
    super({ name });
    this.supportsMasking = true;
    this.epsilon = epsilon;
  }

  protected abstract normalized(x: Tensor): Tensor;

  override build(inputShape: Shape): void {
    const width = [inputShape.at(-1) ?? null];
    this.gamma = this.addWeight('gamma', width, 'float32', initializers.ones());
    if (this.hasOffset) this.beta = this.addWeight('beta', width, 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      assert(this.gamma, `layer ${this.name} is not built`);
      const scaled = mul(this.normalized(onlyInput(inputs)), this.gamma.read());
      return this.beta ? add(scaled, this.beta.read()) : scaled;
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      epsilon: this.epsilon,
      gammaInitializer: ONES,
      ...(this.hasOffset && { betaInitializer: ZEROS }),
    };
  }
}

class LayerNorm extends SampleNormalization {
  static readonly className = 'RingmasterLayerNorm';
  protected override normalized(x: Tensor): Tensor {
    return standardized(x, { axes: [x.rank - 1], epsilon: this.epsilon, centred: true });
  }
}

class RmsNorm extends SampleNormalization {
  static readonly className = 'RingmasterRmsNorm';
  protected override readonly hasOffset = false;
  protected override normalized(x: Tensor): Tensor {
    return standardized(x, { axes: [x.rank - 1], epsilon: this.epsilon, centred: false });
  }
}

export interface GroupNormOptions extends NormalizationOptions {
  /** Groups of neighbouring channels that share their statistics; must divide the channels. Default 32. */
  readonly groups?: number;
}

class GroupNorm extends SampleNormalization {
  static readonly className = 'RingmasterGroupNorm';
  private readonly groups: number;

  constructor({ groups = 32, ...options }: GroupNormOptions) {
    super(options);
    this.groups = groups;
  }

  override build(inputShape: Shape): void {
    const channels = Number(inputShape.at(-1));
    if (channels % this.groups !== 0)
      throw new TrainError(
        'invalid',
        `layer ${this.name}: ${channels} channels are not a multiple of ${this.groups} groups`,
      );
    super.build(inputShape);
  }

  protected override normalized(x: Tensor): Tensor {
    const [batch = 1] = x.shape;
    const channels = x.shape.at(-1) ?? 1;
    const grouped = reshape(x, [batch, -1, this.groups, channels / this.groups]);
    return reshape(standardized(grouped, { axes: [1, 3], epsilon: this.epsilon, centred: true }), x.shape);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), groups: this.groups };
  }
}

for (const layer of [LayerNorm, RmsNorm, GroupNorm])
  serialization.registerClass(layer as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Layer normalisation over the last axis (J. Ba, J. Kiros, G. Hinton, 2016). */
export const layerNorm = (options: NormalizationOptions): layers.Layer => new LayerNorm(options);

/** Division by the root mean square over the last axis, with a learned scale (B. Zhang, R. Sennrich, NeurIPS 2019). */
export const rmsNorm = (options: NormalizationOptions): layers.Layer => new RmsNorm(options);

/**
 * Normalisation over all positions and the channels of one group: `[batch, …, channels]` → the same. One group is layer
 * normalisation of a whole sample, as many as channels instance normalisation (Y. Wu, K. He, ECCV 2018).
 */
export const groupNorm = (options: GroupNormOptions): layers.Layer => new GroupNorm(options);
