import { assert } from '@ringmaster/core';
import { add, batchNorm, mul, type serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
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
  static readonly className = 'BatchNormalization';
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
      if (!options['training'])
        return batchNorm(
          x,
          weights.mean.read() as never,
          weights.variance.read() as never,
          offset as never,
          scale as never,
          this.epsilon,
        );
      const { y, mean, variance } = batchNormTraining({ x, scale, offset }, this.epsilon);
      this.move(weights.mean, mean);
      this.move(weights.variance, variance);
      return y;
    });
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

/** A batch normalisation layer over the last axis. In training its backend must have the batch norm kernels. */
export const batchNormalization = (options: BatchNormOptions): layers.Layer => new FusedBatchNorm(options);
