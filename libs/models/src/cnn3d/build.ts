import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { logits } from '../blocks/logits.js';
import { convNormRelu, maxPool } from '../blocks/spatial.js';
import { seededDropout } from '../layers/seeded-dropout.js';
import type { ModelBuilder } from '../model.js';
import type { Cnn3dConfig } from './entry.js';

/** Blocks of 3-D convolution, normalisation, ReLU and pooling, then dense, dropout and logits (after S. Ji et al., PAMI 35, 2013). */
export const buildCnn3d: ModelBuilder<Cnn3dConfig> = (config, { inputShape, outputs }) => {
  const { filters, kernelSize, normalization, dense, dropout } = config;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const features = filters.reduce((x: SymbolicTensor, count, i) => {
    const block = {
      name: `block${i + 1}`,
      dimensions: 3,
      filters: count,
      kernelSize,
      normalization,
    } as const;
    return maxPool(convNormRelu(x, block), `block${i + 1}_pool`, 3);
  }, inputs);
  const head = [
    layers.flatten({ name: 'flatten' }),
    layers.dense({ name: 'dense1', units: dense, activation: 'relu', kernelInitializer: 'heUniform' }),
    ...(dropout > 0 ? [seededDropout({ name: 'dropout1', rate: dropout })] : []),
  ];
  return model({ name: 'cnn3d', inputs, outputs: logits(chain(features, ...head), outputs) });
};
