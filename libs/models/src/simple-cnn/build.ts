import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { convNormPool } from '../blocks/conv-norm-pool.js';
import { logits } from '../blocks/logits.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import type { ModelBuilder } from '../model.js';
import type { SimpleCnnConfig } from './entry.js';

/** Three blocks of convolution, batch normalisation, ReLU and pooling, then dense, dropout and logits. */
export const buildSimpleCnn: ModelBuilder<SimpleCnnConfig> = (config, { inputShape, outputs }) => {
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  config.filters.forEach((filters, i) => {
    x = convNormPool(x, { index: i + 1, filters, kernelSize: config.kernelSize });
  });
  const head = [
    layers.flatten({ name: 'flatten' }),
    layers.dense({ name: 'dense1', units: config.dense, activation: 'relu', kernelInitializer: 'heUniform' }),
    ...(config.dropout > 0 ? [seededDropout({ name: 'dropout1', rate: config.dropout })] : []),
  ];
  return model({ name: 'simple-cnn', inputs, outputs: logits(chain(x, ...head), outputs) });
};
