import { batchNormalization } from '@ringmaster/models/layers';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { registerBatchNorm } from './batch-norm.js';

const CHANNELS = 3;
const shapes = [
  [5, 4, 2, CHANNELS],
  [7, CHANNELS],
  [2, 6, CHANNELS],
].map((shape) => ({ shape }));

/** tfjs' own layer beside ours, with the same weights that are neither 0 nor 1. */
function pair(shape: readonly number[]) {
  const nets = [layers.batchNormalization({ name: 'norm' }), batchNormalization({ name: 'norm' })].map(
    (layer) => {
      const inputs = input({ shape: shape.slice(1) });
      return model({ inputs, outputs: layer.apply(inputs) as ReturnType<typeof input> });
    },
  );
  for (const net of nets)
    net.setWeights([
      tf.tensor1d([0.5, 1.5, -2]),
      tf.tensor1d([0.1, -0.2, 0.3]),
      tf.tensor1d([1, 2, 3]),
      tf.tensor1d([0.5, 2, 4]),
    ]);
  return nets as [ReturnType<typeof model>, ReturnType<typeof model>];
}

function close(found: tf.Tensor, wanted: tf.Tensor): void {
  expect(found.shape).toEqual(wanted.shape);
  const [a, b] = [found.dataSync(), wanted.dataSync()];
  const norm = Math.hypot(...b);
  expect(Math.hypot(...a.map((v, i) => v - b[i]!))).toBeLessThanOrEqual(2e-6 * norm + 1e-7);
}

const describeLaws = () => {
  describe.each(shapes)('samples of shape $shape', ({ shape }) => {
    it("gives tfjs' own outputs, moving statistics and gradients", () =>
      tf.tidy(() => {
        const [stock, fused] = pair(shape);
        const x = tf.add(tf.mul(tf.randomNormal([...shape], 0, 1, 'float32', 7), 3), 10);
        const slope = tf.randomNormal([...shape], 0, 1, 'float32', 8);
        const run = (net: typeof stock) => {
          const trainable = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
          const loss = (at: tf.Tensor) =>
            tf.sum(tf.mul(net.apply(at, { training: true }) as tf.Tensor, slope));
          const dx = tf.grad(loss)(x);
          const { grads } = tf.variableGrads(() => loss(x) as tf.Scalar, trainable);
          const moved = net.getWeights().slice(2);
          return [net.apply(x, { training: true }) as tf.Tensor, dx, ...Object.values(grads), ...moved];
        };
        const [wanted, found] = [run(stock), run(fused)];
        expect(found.length).toBe(6);
        found.forEach((tensor, i) => close(tensor, wanted[i]!));
      }));

    it('is the stock layer in inference', () =>
      tf.tidy(() => {
        const [stock, fused] = pair(shape);
        const x = tf.randomNormal([...shape], 2, 3, 'float32', 9);
        close(fused.predict(x) as tf.Tensor, stock.predict(x) as tf.Tensor);
      }));
  });

  it('leaks no tensors', () => {
    const [, net] = pair([4, CHANNELS]);
    const step = () =>
      tf.tidy(() => {
        const weights = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
        tf.variableGrads(
          () => tf.sum(net.apply(tf.ones([4, CHANNELS]), { training: true }) as tf.Tensor),
          weights,
        );
      });
    step();
    const before = tf.memory().numTensors;
    step();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('serialises as the stock layer, and loads as one', () => {
    const [stock, fused] = pair([4, CHANNELS]);
    expect(fused.layers[1]!.getClassName()).toBe(stock.layers[1]!.getClassName());
    expect(fused.layers[1]!.getConfig()).toEqual(stock.layers[1]!.getConfig());
    expect(fused.weights.map((w) => w.originalName)).toEqual(stock.weights.map((w) => w.originalName));
  });
};

describeNative('batch normalisation on TensorFlow', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));
  describeLaws();
});

describe('batch normalisation in pure JS', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    registerBatchNorm('cpu');
  });
  describeLaws();
});
