import { layers } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';

export const mlp = () =>
  modelOf('mlp', [784], (x) =>
    chain(x, [
      layers.dense({ name: 'dense1', units: 512, activation: 'relu' }),
      layers.dense({ name: 'dense2', units: 512, activation: 'relu' }),
      layers.dense({ name: 'logits', units: 10 }),
    ]),
  );
