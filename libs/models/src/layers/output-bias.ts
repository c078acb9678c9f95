import { assert } from '@ringmaster/core';
import { add, serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { Shape } from './layer-types.js';
import { onlyInput } from './only-input.js';

class OutputBias extends layers.Layer {
  static readonly className = 'RingmasterOutputBias';
  private bias: LayerVariable | undefined;

  override build(inputShape: Shape): void {
    this.bias = this.addWeight('bias', [inputShape.at(-1) ?? null], 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      assert(this.bias, `layer ${this.name} is not built`);
      return add(onlyInput(inputs), this.bias.read());
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), biasInitializer: { className: 'Zeros', config: {} } };
  }
}
serialization.registerClass(OutputBias as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Adds one learned number to each value of the last axis, for logits whose kernel is another layer's table. */
export const outputBias = (options: { readonly name: string }): layers.Layer => new OutputBias(options);
