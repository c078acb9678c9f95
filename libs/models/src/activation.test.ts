import '@tensorflow/tfjs-backend-cpu';
import { classInfo } from '@ringmaster/testkit';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { Activation } from './activation.js';
import { buildModel } from './index.js';

const FORMULAS: Readonly<Record<Activation, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  tanh: (x) => Math.tanh(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
};
/** None where a formula has a corner. */
const POINTS = [-30, -4, -1.5, -0.25, 0.25, 1, 2.5, 6, 30];
const H = 1e-5;

beforeAll(() => tf.setBackend('cpu'));

/** An MLP of one hidden unit whose weights are 1 and 0: the activation alone. */
async function unit(activation: Activation): Promise<LayersModel> {
  const { classes: _, ...numbers } = classInfo([1], 1);
  const model = await buildModel(
    {
      model: { name: 'mlp', config: { hidden: [1], activation } },
      loss: 'meanSquaredError',
      training: { seed: 1 },
    },
    numbers,
  );
  model.setWeights(model.getWeights().map(({ shape }) => tf.fill(shape, shape.length === 2 ? 1 : 0)));
  return model;
}

it.each(Activation.options)('%s is its formula, and its gradient the formula’s slope', async (activation) => {
  const model = await unit(activation);
  const formula = FORMULAS[activation];
  const x = tf.tensor2d(POINTS, [POINTS.length, 1]);
  const found = (model.apply(x) as tf.Tensor).dataSync();
  const slopes = tf
    .grad((at) => tf.sum(model.apply(at) as tf.Tensor))(x)
    .dataSync();
  POINTS.forEach((point, i) => {
    expect(found[i]).toBeCloseTo(formula(point), 5);
    expect(slopes[i]).toBeCloseTo((formula(point + H) - formula(point - H)) / (2 * H), 5);
  });
});
