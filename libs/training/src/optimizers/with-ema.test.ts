import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { OptimizerSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import { beforeAll, expect, it } from 'vitest';
import { optimizerDefinition } from './optimizers.js';
import { withEma } from './with-ema.js';

beforeAll(() => tf.setBackend('cpu'));

const gradientAt = (step: number) => rng(step, 9).normal();

it.each([0, 0.5, 0.99])('follows the float64 average with decay %f for 100 steps', (decay) => {
  const optimizer = withEma(optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd' })), { decay });
  expect(optimizer.slots).toEqual(['ema']);
  let [weights, slots]: [tf.Tensor1D, readonly tf.Tensor1D[]] = [tf.tensor1d([0.5]), [tf.zeros([1])]];
  let [w, average] = [0.5, 0];
  for (let t = 1; t <= 100; t++) {
    const context = { learningRate: tf.scalar(0.01), updates: tf.scalar(t), parameters: [] };
    ({ weights, slots } = optimizer.update(weights, tf.tensor1d([gradientAt(t)]), slots, context));
    w -= 0.01 * gradientAt(t);
    const keep = Math.min(decay, (t - 1) / (t + 8));
    average = keep * average + (1 - keep) * w;
    expect(Math.abs((slots[0]?.dataSync()[0] ?? NaN) - average)).toBeLessThan(1e-6);
  }
});
