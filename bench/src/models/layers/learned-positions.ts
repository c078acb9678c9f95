import { add, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { onlyInput } from './only-input.js';

/** Adds one learned vector a position: `[batch, time, width]` → the same. */
class LearnedPositions extends layers.Layer {
  static readonly className = 'BenchLearnedPositions';
  #table: LayerVariable | undefined;

  override build([, time, width]: number[]): void {
    this.#table = this.addWeight('table', [time as number, width as number], 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => add(onlyInput(inputs), this.#table!.read()));
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }
}

export const learnedPositions = (options: { readonly name: string }): layers.Layer =>
  new LearnedPositions(options);
