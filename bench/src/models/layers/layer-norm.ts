import { add, mean, mul, rsqrt, square, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { onlyInput } from './only-input.js';

/**
 * Layer normalisation over the last axis (Ba, Kiros, Hinton 2016). tfjs' own tiles mean, variance, scale and offset to
 * the input's full size first; this one lets the additions broadcast.
 */
class LayerNorm extends layers.Layer {
  static readonly className = 'BenchLayerNorm';
  #gamma: LayerVariable | undefined;
  #beta: LayerVariable | undefined;

  override build(inputShape: number[]): void {
    const width = [inputShape.at(-1) as number];
    this.#gamma = this.addWeight('gamma', width, 'float32', initializers.ones());
    this.#beta = this.addWeight('beta', width, 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs);
      const centred = sub(x, mean(x, -1, true));
      const scale = rsqrt(add(mean(square(centred), -1, true), 1e-5));
      return add(mul(mul(centred, scale), this.#gamma!.read()), this.#beta!.read());
    });
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }
}

export const layerNorm = (options: { readonly name: string }): layers.Layer => new LayerNorm(options);
