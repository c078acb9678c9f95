import { assert } from '@ringmaster/core';
import {
  add,
  batchToSpaceND,
  conv2d,
  serialization,
  spaceToBatchND,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

export interface DilatedConvOptions {
  readonly name: string;
  readonly filters: number;
  /** Width and height of a filter. */
  readonly kernelSize: number;
  /** Pixels between two taps of a filter. */
  readonly dilationRate: number;
}

/**
 * A convolution whose taps lie `dilationRate` pixels apart, with a bias, at stride 1 and of the input's size (F. Yu, V. Koltun,
 * ICLR 2016). tfjs has no gradient of one; here every phase of the grid becomes an image of its own, which an ordinary
 * convolution takes. `[batch, h, w, c] → [batch, h, w, filters]`
 */
class DilatedConv2D extends layers.Layer {
  static readonly className = 'RingmasterDilatedConv2D';
  private readonly options: Omit<DilatedConvOptions, 'name'>;
  private kernel: LayerVariable | undefined;
  private bias: LayerVariable | undefined;

  constructor({ name, filters, kernelSize, dilationRate }: DilatedConvOptions) {
    super({ name });
    this.options = { filters, kernelSize, dilationRate };
  }

  override build(inputShape: Shape): void {
    const { filters, kernelSize } = this.options;
    const shape = [kernelSize, kernelSize, inputShape.at(-1) ?? null, filters];
    this.kernel = this.addWeight('kernel', shape, 'float32', initializers.heNormal({}));
    this.bias = this.addWeight('bias', [filters], 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      assert(this.kernel && this.bias, `layer ${this.name} is not built`);
      const x = onlyInput(inputs) as Tensor4D;
      const { dilationRate: rate } = this.options;
      const [rows, columns] = [this.around(x.shape[1]), this.around(x.shape[2])];
      const phases = spaceToBatchND(x, [rate, rate], [rows.pad, columns.pad]) as Tensor4D;
      const found = conv2d(phases, this.kernel.read() as Tensor4D, 1, 'valid');
      const whole = batchToSpaceND(found, [rate, rate], [rows.crop, columns.crop]);
      return add(whole, this.bias.read());
    });
  }

  /** Zeros around an axis, and how much of the result they would make too many. */
  private around(side: number): { readonly pad: number[]; readonly crop: number[] } {
    const { kernelSize, dilationRate: rate } = this.options;
    const reach = (kernelSize - 1) * rate;
    const before = Math.floor(reach / 2);
    const extra = (rate - ((side + reach) % rate)) % rate;
    return { pad: [before, reach - before + extra], crop: [0, extra] };
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.options.filters];
  }

  override getConfig(): serialization.ConfigDict {
    const he = { scale: 2, mode: 'fanIn', distribution: 'normal' };
    return {
      ...super.getConfig(),
      ...this.options,
      kernelInitializer: { className: 'VarianceScaling', config: he },
      biasInitializer: { className: 'Zeros', config: {} },
    };
  }
}
serialization.registerClass(DilatedConv2D as unknown as serialization.SerializableConstructor<layers.Layer>);

export const dilatedConv = (options: DilatedConvOptions): layers.Layer => new DilatedConv2D(options);
