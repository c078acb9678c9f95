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

const normOf = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

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

describe('optimizers that look at whole parameters, against float64', () => {
  type Vectors = { w: number[]; slots: number[][] };
  type WholeStep = (at: Vectors, g: readonly number[], step: number) => void;
  /** The elements of each parameter. */
  const parts = PARAMETERS.map(({ offset, size }) => Array.from({ length: size }, (_, i) => offset + i));

  const lamb: WholeStep = ({ w, slots: [m = [], v = []] }, g, step) => {
    for (const part of parts) {
      const u = part.map((i) => {
        m[i] = 0.9 * (m[i] ?? 0) + 0.1 * (g[i] ?? 0);
        v[i] = 0.999 * (v[i] ?? 0) + 0.001 * (g[i] ?? 0) ** 2;
        const [mHat, vHat] = [(m[i] ?? 0) / (1 - 0.9 ** (step + 1)), (v[i] ?? 0) / (1 - 0.999 ** (step + 1))];
        return mHat / (Math.sqrt(vHat) + 1e-7) + (isKernel(i) ? 0.1 * (w[i] ?? 0) : 0);
      });
      const ratio = normOf(part.map((i) => w[i] ?? 0)) / normOf(u);
      part.forEach((i, k) => (w[i] = (w[i] ?? 0) - rateAt(step) * ratio * (u[k] ?? 0)));
    }
  };
  const lars: WholeStep = ({ w, slots: [velocity = []] }, g, step) => {
    for (const part of parts) {
      const [wNorm, gNorm] = [normOf(part.map((i) => w[i] ?? 0)), normOf(part.map((i) => g[i] ?? 0))];
      for (const i of part) {
        const decayed = (g[i] ?? 0) + 0.1 * (w[i] ?? 0);
        const scaled = isKernel(i) ? ((0.02 * wNorm) / (gNorm + 0.1 * wNorm)) * decayed : (g[i] ?? 0);
        velocity[i] = 0.9 * (velocity[i] ?? 0) + scaled;
        w[i] = (w[i] ?? 0) - rateAt(step) * (velocity[i] ?? 0);
      }
    }
  };
  const lion: WholeStep = ({ w, slots: [m = []] }, g, step) => {
    g.forEach((gradient, i) => {
      const direction = Math.sign(0.9 * (m[i] ?? 0) + 0.1 * gradient);
      const decay = isKernel(i) ? rateAt(step) * 0.1 : 0;
      w[i] = (w[i] ?? 0) * (1 - decay) - rateAt(step) * direction;
      m[i] = 0.99 * (m[i] ?? 0) + 0.01 * gradient;
    });
  };

  it.each([
    { spec: { kind: 'lamb' as const, weightDecay: 0.1 }, reference: lamb, slots: ['m', 'v'] },
    { spec: { kind: 'lars' as const, weightDecay: 0.1, trust: 0.02 }, reference: lars, slots: ['momentum'] },
    { spec: { kind: 'lion' as const, weightDecay: 0.1 }, reference: lion, slots: ['m'] },
  ])('$spec.kind follows its textbook form for 100 steps', ({ spec, reference, slots }) => {
    const optimizer = optimizerDefinition(OptimizerSpec.parse(spec));
    expect(optimizer.slots).toEqual(slots);
    const start = Array.from({ length: SIZE }, (_, i) => (i - 8.5) / 8);
    const at = { w: [...start].map(Math.fround), slots: slots.map(() => new Array<number>(SIZE).fill(0)) };
    let [weights, state] = [tf.tensor1d(start), slots.map(() => tf.zeros<tf.Rank.R1>([SIZE]))];
    for (let step = 0; step < STEPS; step++) {
      const next = optimizer.update(weights, tf.tensor1d(gradientAt(step)), state, {
        learningRate: tf.scalar(rateAt(step)),
        updates: tf.scalar(step + 1),
        parameters: PARAMETERS,
      });
      [weights, state] = [next.weights, [...next.slots]];
      reference(at, [...gradientAt(step)], step);
    }
    weights.dataSync().forEach((value, i) => expect(Math.abs(value - (at.w[i] ?? NaN))).toBeLessThan(1e-6));
  });
});
