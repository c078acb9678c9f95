import { mul, ones, reshape, serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

export interface UpSamplingOptions {
  readonly name: string;
}

/**
 * Every pixel becomes four of the same value: `[rows, columns, c] → [2·rows, 2·columns, c]`. The gradient of tfjs' own is
 * wrong on its pure-JS backend. It serialises as that one, which an exported model is loaded as, and is never registered.
 */
class RepeatedPixels extends layers.Layer {
  static readonly className: string = 'UpSampling2D';

  constructor({ name }: UpSamplingOptions) {
    super({ name });
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      return x.shape.slice(1, -1).reduce((y, _, side) => repeated(y, side + 1), x);
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const last = inputShape.length - 1;
    return inputShape.map((size, axis) => (size !== null && axis > 0 && axis < last ? 2 * size : size));
  }

  override getConfig(): serialization.ConfigDict {
    // The declared type of `interpolation` is not exported.
    return layers
      .upSampling2d({ name: this.name, size: [2, 2], interpolation: 'nearest' } as never)
      .getConfig();
  }
}

/** Every voxel becomes eight: `[planes, rows, columns, c] → [2·planes, 2·rows, 2·columns, c]`. tfjs has none for volumes. */
class RepeatedVoxels extends RepeatedPixels {
  static override readonly className: string = 'RingmasterUpSampling3D';

  override getConfig(): serialization.ConfigDict {
    return { name: this.name, trainable: this.trainable };
  }
}

serialization.registerClass(RepeatedVoxels as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Twice as long, each value twice in a row. By a product that broadcasts: tiling has no gradient in so many dimensions. */
function repeated(x: Tensor, axis: number): Tensor {
  const { shape } = x;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const pairs = mul(reshape(x, [-1, 1, inner]), ones([1, 2, 1]));
  return reshape(
    pairs,
    shape.map((size, at) => (at === axis ? 2 * size : size)),
  );
}

/** Doubles the sides of an image by repeating values. */
export const upSampling2d = (options: UpSamplingOptions): layers.Layer => new RepeatedPixels(options);

/** Doubles the sides of a volume by repeating values. */
export const upSampling3d = (options: UpSamplingOptions): layers.Layer => new RepeatedVoxels(options);
