import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { classifierHead } from '../blocks/classifier-head.js';
import { convolution, relu } from '../blocks/convolution.js';
import { scaled } from '../blocks/width.js';
import type { ModelBuilder } from '../model.js';
import type { AlexnetConfig } from './entry.js';

/** Filters, kernel size, stride, padding, and whether a 3×3 pooling of stride 2 follows. */
const CONVOLUTIONS = [
  { filters: 64, kernelSize: 11, strides: 4, padding: 2, pool: true },
  { filters: 192, kernelSize: 5, pool: true },
  { filters: 384, kernelSize: 3, pool: false },
  { filters: 256, kernelSize: 3, pool: false },
  { filters: 256, kernelSize: 3, pool: true },
] as const;

/**
 * AlexNet (A. Krizhevsky, I. Sutskever, G. Hinton, NIPS 2012) in the one-device form of A. Krizhevsky, "One weird trick
 * for parallelizing convolutional neural networks", 2014: no groups, no local response normalisation.
 */
export const buildAlexnet: ModelBuilder<AlexnetConfig> = (config, { inputShape, outputs }) => {
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  CONVOLUTIONS.forEach(({ filters, pool, ...window }, i) => {
    const number = i + 1;
    const name = `conv${number}`;
    x = convolution(x, { ...window, name, filters: scaled(filters, config.width), useBias: true });
    x = chain(x, relu(`relu${number}`));
    if (pool) x = chain(x, layers.maxPooling2d({ name: `pool${number}`, poolSize: 3, strides: 2 }));
  });
  return model({
    name: 'alexnet',
    inputs,
    outputs: classifierHead(x, { ...config, outputs, first: 'dropout' }),
  });
};
