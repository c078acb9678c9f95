import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { metricsFor } from './metrics.js';

beforeAll(() => tf.setBackend('cpu'));

it.each([
  {
    loss: 'sparseCategoricalCrossentropy' as const,
    yTrue: () => tf.tensor1d([0, 1, 2], 'int32'),
    yPred: () =>
      tf.tensor2d([
        [2, 1, 0],
        [2, 1, 0],
        [-3, -2, -1],
      ]),
    expected: [1, 0, 1],
  },
  {
    loss: 'categoricalCrossentropy' as const,
    yTrue: () =>
      tf.tensor2d([
        [0.1, 0.9],
        [0.7, 0.3],
      ]),
    yPred: () =>
      tf.tensor2d([
        [0, 1],
        [0, 1],
      ]),
    expected: [1, 0],
  },
  {
    loss: 'binaryCrossentropy' as const,
    yTrue: () =>
      tf.tensor2d([
        [1, 0],
        [1, 0],
      ]),
    yPred: () =>
      tf.tensor2d([
        [0.5, -0.5],
        [-0.5, -0.5],
      ]),
    expected: [1, 0.5],
  },
])('accuracy of each sample for $loss', ({ loss, yTrue, yPred, expected }) => {
  const [accuracy] = metricsFor(loss);
  expect(accuracy?.name).toBe('accuracy');
  expect([...(accuracy?.perSample(yTrue(), yPred()).dataSync() ?? [])]).toEqual(expected);
});

it('has no accuracy for a regression', () => {
  expect(metricsFor('meanSquaredError')).toEqual([]);
});
