import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { OptimizerSpec } from '@ringmaster/contracts';
import { beforeAll, expect, it } from 'vitest';
import { optimizerDefinition } from './optimizers.js';
import { withRegularization } from './with-regularization.js';
import { withSwa } from './with-swa.js';

beforeAll(() => tf.setBackend('cpu'));

const sgd = optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd' }));
const parameters = [
  { name: 'kernel', shape: [1, 2], offset: 0, size: 2 },
  { name: 'bias', shape: [1], offset: 2, size: 1 },
];

it('adds the gradient of L1 and L2 penalties to kernels, and leaves biases alone', () => {
  const optimizer = withRegularization(sgd, { l1: 0.5, l2: 0.1 });
  const context = { learningRate: tf.scalar(1), updates: tf.scalar(1), parameters };
  const { weights } = optimizer.update(tf.tensor1d([2, -3, 4]), tf.tensor1d([1, 1, 1]), [], context);
  const expected = [2 - (1 + 0.5 + 0.2), -3 - (1 - 0.5 - 0.3), 4 - 1];
  weights.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
});

it.each([
  { start: 3, every: 1 },
  { start: 4, every: 3 },
])('keeps the plain mean of the weights from update $start on, every $every', ({ start, every }) => {
  const optimizer = withSwa(sgd, { start, every });
  let [weights, slots]: [tf.Tensor1D, readonly tf.Tensor1D[]] = [tf.tensor1d([1]), [tf.zeros([1])]];
  const taken: number[] = [];
  for (let t = 1; t <= 12; t++) {
    const context = { learningRate: tf.scalar(0.1), updates: tf.scalar(t), parameters: [] };
    ({ weights, slots } = optimizer.update(weights, tf.tensor1d([Math.sin(t)]), slots, context));
    const now = weights.dataSync()[0] ?? NaN;
    if (t >= start && (t - start) % every === 0) taken.push(now);
    const mean = t < start ? now : taken.reduce((sum, value) => sum + value, 0) / taken.length;
    expect(slots[0]?.dataSync()[0]).toBeCloseTo(mean, 5);
  }
});
