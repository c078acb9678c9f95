import '@tensorflow/tfjs-backend-cpu';
import { classInfo } from '@ringmaster/testkit';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { HiddenActivation } from './activation.js';
import { buildModel } from './index.js';

const FORMULAS: Readonly<Record<HiddenActivation, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  tanh: (x) => Math.tanh(x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
  gelu: (x) => x * normalCdf(x),
  swish: (x) => x / (1 + Math.exp(-x)),
  // Of one unit alone.
  softmax: () => 1,
  leakyRelu: (x) => (x > 0 ? x : 0.3 * x),
  // With the slope that it starts with.
  prelu: (x) => Math.max(0, x),
};

/** Φ(x), by Simpson's rule from −10. */
function normalCdf(x: number): number {
  if (x < -10) return 0;
  const [steps, from] = [4_000, -10];
  const width = (Math.min(x, 10) - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const at = from + i * width;
    const factor = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += factor * Math.exp((-at * at) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
/** None where a formula has a corner. */
const POINTS = [-30, -4, -1.5, -0.25, 0.25, 1, 2.5, 6, 30];
const H = 1e-5;

beforeAll(() => tf.setBackend('cpu'));

/** An MLP of one hidden unit whose weights are 1 and 0: the activation alone. */
async function unit(activation: HiddenActivation): Promise<LayersModel> {
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

it.each(HiddenActivation.options)(
  '%s is its formula, and its gradient the formula’s slope',
  async (activation) => {
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
  },
);
