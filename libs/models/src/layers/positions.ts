import { assert, TrainError } from '@ringmaster/core';
import { add, gather, serialization, slice, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { increment } from './increment-scope.js';
import { onlyInput } from './only-input.js';

export interface LearnedPositionsOptions {
  readonly name: string;
  /** Positions that have a vector. Default: as many as the input has. */
  readonly maxLength?: number;
  /** Standard deviation of the first vectors. Default 0.02. */
  readonly deviation?: number;
}

class LearnedPositions extends layers.Layer {
  static readonly className = 'RingmasterLearnedPositions';
  private readonly maxLength: number | undefined;
  private readonly deviation: number;
  private table: LayerVariable | undefined;

  constructor({ name, maxLength, deviation = 0.02 }: LearnedPositionsOptions) {
    super({ name });
    this.supportsMasking = true;
    this.maxLength = maxLength;
    this.deviation = deviation;
  }

  override build([, time, width]: Shape): void {
    const length = this.maxLength ?? Number(time);
    if (Number(time) > length)
      throw new TrainError(
        'invalid',
        `layer ${this.name}: ${time} positions, but it has vectors for ${length} (maxLength)`,
      );
    const start = initializers.randomNormal({ mean: 0, stddev: this.deviation });
    this.table = this.addWeight('table', [length, width ?? null], 'float32', start);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      const [, time = 1, width = 1] = x.shape;
      assert(this.table, `layer ${this.name} is not built`);
      const table = this.table.read();
      const position = increment()?.position;
      if (position) return add(x, gather(table, position));
      return add(x, table.shape[0] === time ? table : slice(table, [0, 0], [time, width]));
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.maxLength !== undefined && { maxLength: this.maxLength }),
      deviation: this.deviation,
      tableInitializer: { className: 'RandomNormal', config: { mean: 0, stddev: this.deviation } },
    };
  }
}

/** Position p: sin(p·f) in the even places and cos(p·f) in the odd ones, with frequencies f = 10000^(−2i/width). */
export function sinusoids(time: number, width: number): Float32Array {
  const values = new Float32Array(time * width);
  for (let position = 0; position < time; position += 1)
    for (let i = 0; i < width; i += 1) {
      const angle = position / 10_000 ** ((i - (i % 2)) / width);
      values[position * width + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  return values;
}

class SinusoidalPositions extends layers.Layer {
  static readonly className = 'RingmasterSinusoidalPositions';

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      const [, time = 1, width = 1] = x.shape;
      const scope = increment();
      const length = scope?.position ? scope.context : time;
      const waves = tensor2d(sinusoids(length, width), [length, width]);
      return add(x, scope?.position ? gather(waves, scope.position) : waves);
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}

for (const layer of [LearnedPositions, SinusoidalPositions])
  serialization.registerClass(layer as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Adds one learned vector a position: `[batch, time, width]` → the same. */
export const learnedPositions = (options: LearnedPositionsOptions): layers.Layer =>
  new LearnedPositions(options);

/** Adds the waves of A. Vaswani et al. (NIPS 2017, section 3.5): `[batch, time, width]` → the same. */
export const sinusoidalPositions = (options: { readonly name: string }): layers.Layer =>
  new SinusoidalPositions(options);
