import { assert } from '@ringmaster/core';
import { add, batchNorm, mul, reshape, serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { batchNormTraining } from './batch-norm-kernels.js';

export interface BatchNormOptions {
  readonly name: string;
  /** Share of the old value in each update of the moving statistics. Default 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** What scale starts with. Default 1; 0 makes a residual branch start as the identity (P. Goyal et al., 2017). */
  readonly gamma?: 0 | 1;
}

type CallOptions = Parameters<layers.Layer['call']>[1];

/**
 * Batch normalisation over the last axis (S. Ioffe, C. Szegedy, ICML 2015) as one kernel in training, where tfjs computes
 * it from a dozen. Weights, their names, the moving statistics and the serialised form are those of tfjs'
 * "BatchNormalization", which an exported model is loaded as; the class itself is never registered.
 */
class FusedBatchNorm extends layers.Layer {
  static readonly className: string = 'BatchNormalization';
  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly gammaStart: 0 | 1;
  private weightsByRole: Readonly<Record<'gamma' | 'beta' | 'mean' | 'variance', LayerVariable>> | undefined;

  constructor({ name, momentum = 0.99, epsilon = 1e-3, gamma = 1 }: BatchNormOptions) {
    super({ name });
    this.supportsMasking = true;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.gammaStart = gamma;
  }

  override build(inputShape: (number | null)[]): void {
    const shape = [inputShape.at(-1) ?? null];
    const start = this.gammaStart === 0 ? initializers.zeros() : initializers.ones();
    this.weightsByRole = {
      gamma: this.addWeight('gamma', shape, undefined, start, undefined, true),
      beta: this.addWeight('beta', shape, undefined, initializers.zeros(), undefined, true),
      mean: this.addWeight('moving_mean', shape, undefined, initializers.zeros(), undefined, false),
      variance: this.addWeight('moving_variance', shape, undefined, initializers.ones(), undefined, false),
    };
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    return tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
      const weights = this.weightsByRole;
      assert(weights, `layer ${this.name} is not built`);
      const [scale, offset] = [weights.gamma.read(), weights.beta.read()];
      if (!options['training']) {
        const y = batchNorm(
          this.asImages(x) as never,
          weights.mean.read() as never,
          weights.variance.read() as never,
          offset as never,
          scale as never,
          this.epsilon,
        );
        return x.rank > 4 ? reshape(y, x.shape) : y;
      }
      const { y, mean, variance } = batchNormTraining({ x, scale, offset }, this.epsilon);
      this.move(weights.mean, mean);
      this.move(weights.variance, variance);
      return y;
    });
  }

  /** Kernels of inference take up to four dimensions. */
  private asImages(x: Tensor): Tensor {
    if (x.rank <= 4) return x;
    const voxels = x.shape.slice(1, -1).reduce((product, side) => product * side, 1);
    return reshape(x, [-1, voxels, 1, x.shape.at(-1) ?? 1]);
  }

  private move(variable: LayerVariable, value: Tensor): void {
    variable.write(add(mul(variable.read(), this.momentum), mul(value, 1 - this.momentum)));
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    const stock = layers.batchNormalization({
      name: this.name,
      momentum: this.momentum,
      epsilon: this.epsilon,
      gammaInitializer: this.gammaStart === 0 ? 'zeros' : 'ones',
    });
    return stock.getConfig();
  }
}

/** For samples that tfjs' own layer refuses: it is registered, and serialises as itself. */
class VolumeBatchNorm extends FusedBatchNorm {
  static override readonly className: string = 'RingmasterBatchNorm3D';
}

serialization.registerClass(
  VolumeBatchNorm as unknown as serialization.SerializableConstructor<layers.Layer>,
);

/** Batch normalisation of volumes, `[planes, rows, columns, channels]`. */
export const volumeBatchNormalization = (options: BatchNormOptions): layers.Layer =>
  new VolumeBatchNorm(options);

/** A batch normalisation layer over the last axis. In training its backend must have the batch norm kernels. */
export const batchNormalization = (options: BatchNormOptions): layers.Layer => new FusedBatchNorm(options);
