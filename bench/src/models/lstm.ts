import { layers } from '@tensorflow/tfjs-layers';
import { chain, modelOf } from './chain.js';

/** The peers' LSTM: logistic gates (tfjs' default is a piecewise linear one). */
export const lstm = () =>
  modelOf('lstm', [20, 32], (x) =>
    chain(x, [
      layers.lstm({
        name: 'lstm',
        units: 64,
        recurrentActivation: 'sigmoid',
        recurrentInitializer: 'glorotUniform',
      }),
      layers.dense({ name: 'logits', units: 10 }),
    ]),
  );
