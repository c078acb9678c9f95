import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** The last layer of every model: dense and linear, since the losses take logits. `[batch, features] → [batch, outputs]` */
export function logits(x: SymbolicTensor, outputs: number): SymbolicTensor {
  const dense = layers.dense({ name: 'logits', units: outputs, kernelInitializer: 'glorotUniform' });
  return dense.apply(x) as SymbolicTensor;
}
