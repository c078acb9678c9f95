import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { OptimizerSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimizerDefinition } from './optimizers.js';

beforeAll(() => tf.setBackend('cpu'));

const SIZE = 16;
const STEPS = 100;
const rateAt = (step: number) => 0.01 / (1 + step / 50);
/** Gradients of very different sizes, as layers have them. */
const gradientAt = (step: number) =>
  Float32Array.from({ length: SIZE }, (_, i) => rng(step, i).normal() * 10 ** -(i % 5));

/** A kernel, a bias, and a kernel again: what decays and what does not. */
const PARAMETERS = [
  { name: 'a/kernel', shape: [2, 3], offset: 0, size: 6 },
  { name: 'a/bias', shape: [3], offset: 6, size: 3 },
  { name: 'norm/gamma', shape: [3], offset: 9, size: 3 },
  { name: 'b/kernel', shape: [4, 1], offset: 12, size: 4 },
];
const isKernel = (index: number) => index < 6 || index >= 12;

type Reference = (weight: number, gradients: readonly number[], index: number) => number;

/** Textbook forms in float64, for one weight. */
const REFERENCES: Readonly<Record<string, Reference>> = {
  sgd: (weight, gradients) => gradients.reduce((w, g, step) => w - rateAt(step) * g, weight),
  'sgd with momentum': (weight, gradients) => {
    let velocity = 0;
    return gradients.reduce((w, g, step) => {
      velocity = 0.9 * velocity + g;
      return w - rateAt(step) * velocity;
    }, weight);
  },
  'sgd with Nesterov momentum': (weight, gradients) => {
    let velocity = 0;
    return gradients.reduce((w, g, step) => {
      velocity = 0.9 * velocity + g;
      return w - rateAt(step) * (g + 0.9 * velocity);
    }, weight);
  },
  adam: (weight, gradients) => adamReference(weight, gradients, 0),
  adamw: (weight, gradients, index) => adamReference(weight, gradients, isKernel(index) ? 0.1 : 0),
  rmsprop: (weight, gradients) => {
    let v = 0;
    return gradients.reduce((w, g, step) => {
      v = 0.9 * v + 0.1 * g * g;
      return w - (rateAt(step) * g) / (Math.sqrt(v) + 1e-7);
    }, weight);
  },
  'rmsprop with momentum': (weight, gradients) => {
    let [v, m] = [0, 0];
    return gradients.reduce((w, g, step) => {
      v = 0.9 * v + 0.1 * g * g;
      m = 0.5 * m + g / (Math.sqrt(v) + 1e-7);
      return w - rateAt(step) * m;
    }, weight);
  },
  adagrad: (weight, gradients) => {
    let sum = 0.1;
    return gradients.reduce((w, g, step) => {
      sum += g * g;
      return w - (rateAt(step) * g) / (Math.sqrt(sum) + 1e-7);
    }, weight);
  },
};

function adamReference(weight: number, gradients: readonly number[], decay: number): number {
  let [m, v] = [0, 0];
  return gradients.reduce((w, g, step) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const [mHat, vHat] = [m / (1 - 0.9 ** (step + 1)), v / (1 - 0.999 ** (step + 1))];
    return w * (1 - rateAt(step) * decay) - (rateAt(step) * mHat) / (Math.sqrt(vHat) + 1e-7);
  }, weight);
}

describe.each([
  { name: 'sgd', spec: { kind: 'sgd' as const }, slots: [] },
  { name: 'sgd with momentum', spec: { kind: 'sgd' as const, momentum: 0.9 }, slots: ['momentum'] },
  {
    name: 'sgd with Nesterov momentum',
    spec: { kind: 'sgd' as const, momentum: 0.9, nesterov: true },
    slots: ['momentum'],
  },
  { name: 'adam', spec: { kind: 'adam' as const }, slots: ['m', 'v'] },
  { name: 'adamw', spec: { kind: 'adamw' as const, weightDecay: 0.1 }, slots: ['m', 'v'] },
  { name: 'rmsprop', spec: { kind: 'rmsprop' as const }, slots: ['meanSquare'] },
  {
    name: 'rmsprop with momentum',
    spec: { kind: 'rmsprop' as const, momentum: 0.5 },
    slots: ['meanSquare', 'momentum'],
  },
  { name: 'adagrad', spec: { kind: 'adagrad' as const }, slots: ['squares'] },
])('$name', ({ name, spec, slots }) => {
  const optimizer = optimizerDefinition(OptimizerSpec.parse(spec));

  it('names its slots', () => expect(optimizer.slots).toEqual(slots));

  it(`follows its textbook form for ${STEPS} steps`, () => {
    const start = Float32Array.from({ length: SIZE }, (_, i) => (i - 8) / 8);
    let weights = tf.tensor1d(start);
    let state: readonly tf.Tensor1D[] = slots.map(() => tf.zeros([SIZE]));
    for (let step = 0; step < STEPS; step++) {
      const context = {
        learningRate: tf.scalar(rateAt(step)),
        updates: tf.scalar(step + 1),
        parameters: PARAMETERS,
      };
      ({ weights, slots: state } = optimizer.update(
        weights,
        tf.tensor1d(gradientAt(step)),
        state,
        context,
      ) as {
        weights: tf.Tensor1D;
        slots: readonly tf.Tensor1D[];
      });
    }
    const found = weights.dataSync();
    for (let i = 0; i < SIZE; i++) {
      const gradients = Array.from({ length: STEPS }, (_, step) => gradientAt(step)[i] ?? NaN);
      expect(
        Math.abs((found[i] ?? NaN) - (REFERENCES[name]?.(start[i] ?? NaN, gradients, i) ?? NaN)),
      ).toBeLessThan(1e-6);
    }
  });
});
