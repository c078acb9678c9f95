import { lstm as lstmLayer } from '@ringmaster/models/layers';
import { layers } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';

export const lstm = () =>
  modelOf('lstm', [20, 32], (x) =>
    chain(x, [lstmLayer({ name: 'lstm', units: 64 }), layers.dense({ name: 'logits', units: 10 })]),
  );
