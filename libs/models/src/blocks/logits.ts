import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from './chain.js';

/** The last layer of every model: dense and linear, since the losses take logits. `[batch, features] → [batch, outputs]` */
export function logits(x: SymbolicTensor, outputs: number): SymbolicTensor {
  return chain(x, layers.dense({ name: 'logits', units: outputs, kernelInitializer: 'glorotUniform' }));
}
