import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { seededDropout } from '../layers/seeded-dropout.js';
import { chain } from './chain.js';
import { logits } from './logits.js';

export interface ClassifierHeadOptions {
  /** Units of each of the two hidden layers. */
  readonly dense: number;
  readonly dropout: number;
  readonly outputs: number;
  /** Whether a dropout comes before each hidden layer, or after its activation. */
  readonly first: 'dropout' | 'dense';
}

/** Flatten, two dense layers with ReLU and dropout, logits: `[h, w, c] → [outputs]`. */
export function classifierHead(x: SymbolicTensor, options: ClassifierHeadOptions): SymbolicTensor {
  const { dense, dropout, outputs, first } = options;
  const hidden = [1, 2].flatMap((number) => {
    const layer = layers.dense({
      name: `dense${number}`,
      units: dense,
      activation: 'relu',
      kernelInitializer: 'heUniform',
    });
    if (dropout === 0) return [layer];
    const drop = seededDropout({ name: `dropout${number}`, rate: dropout });
    return first === 'dropout' ? [drop, layer] : [layer, drop];
  });
  return logits(chain(x, layers.flatten({ name: 'flatten' }), ...hidden), outputs);
}
