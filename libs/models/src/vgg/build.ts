import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain } from '../blocks/chain.js';
import { classifierHead } from '../blocks/classifier-head.js';
import { convolution, normalization, relu } from '../blocks/convolution.js';
import { scaled } from '../blocks/width.js';
import type { ModelBuilder } from '../model.js';
import type { VggConfig } from './entry.js';

const FILTERS = [64, 128, 256, 512, 512] as const;

/** Convolutions of each of the five stages. */
const STAGES: Readonly<Record<VggConfig['depth'], readonly number[]>> = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
};

/** VGG (K. Simonyan, A. Zisserman, ICLR 2015, table 1). `batchNorm` is a common later addition. */
export const buildVgg: ModelBuilder<VggConfig> = (config, { inputShape, outputs }) => {
  const { depth, batchNorm, width } = config;
  const inputs = input({ shape: [...inputShape], name: 'input' });
  let x: SymbolicTensor = inputs;
  STAGES[depth].forEach((convolutions, stage) => {
    const filters = scaled(FILTERS[stage] ?? 0, width);
    for (let i = 1; i <= convolutions; i += 1) {
      const at = `${stage + 1}_${i}`;
      x = convolution(x, { name: `conv${at}`, filters, kernelSize: 3, useBias: true });
      x = chain(x, ...(batchNorm ? [normalization(`norm${at}`)] : []), relu(`relu${at}`));
    }
    x = chain(x, layers.maxPooling2d({ name: `pool${stage + 1}`, poolSize: 2, strides: 2 }));
  });
  return model({
    name: `vgg${depth}`,
    inputs,
    outputs: classifierHead(x, { ...config, outputs, first: 'dense' }),
  });
};
