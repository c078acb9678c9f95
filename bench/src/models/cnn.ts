import { batchNormalization } from '@ringmaster/models/layers';
import { layers } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';

export const cnn = () =>
  modelOf('cnn', [28, 28, 1], (x) =>
    chain(x, [
      layers.conv2d({ name: 'conv1', filters: 32, kernelSize: 3, padding: 'same', useBias: false }),
      batchNormalization({ name: 'norm1' }),
      layers.reLU({ name: 'relu1' }),
      layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
      layers.conv2d({ name: 'conv2', filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layers.maxPooling2d({ name: 'pool2', poolSize: 2 }),
      layers.flatten({ name: 'flatten' }),
      layers.dense({ name: 'dense1', units: 128, activation: 'relu' }),
      layers.dense({ name: 'logits', units: 10 }),
    ]),
  );
