import { argMax, cast, equal, greater, reshape } from '@tensorflow/tfjs-core';
import { meanPerSample } from '../losses/mean-per-sample.js';
import type { MetricFunction } from '../ports/graph-parts.js';

/** Share of samples whose largest output is the labelled class. `yTrue`: class numbers. Ties: the lowest class. */
export const sparseAccuracy: MetricFunction = {
  name: 'accuracy',
  perSample: (yTrue, yPred) => cast(equal(argMax(yPred, -1), cast(reshape(yTrue, [-1]), 'int32')), 'float32'),
};

/** Share of samples whose largest output is the most probable class. `yTrue`: probabilities. */
export const categoricalAccuracy: MetricFunction = {
  name: 'accuracy',
  perSample: (yTrue, yPred) => cast(equal(argMax(yPred, -1), argMax(yTrue, -1)), 'float32'),
};

/** Share of outputs on the right side of one half; logits are compared with 0. */
export const binaryAccuracy: MetricFunction = {
  name: 'accuracy',
  perSample: (yTrue, yPred) => {
    const positive = greater(reshape(cast(yTrue, 'float32'), yPred.shape), 0.5);
    return meanPerSample(cast(equal(greater(yPred, 0), positive), 'float32'));
  },
};
