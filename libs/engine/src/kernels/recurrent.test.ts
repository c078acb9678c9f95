import { gru, lstm, lstmSequence, simpleRnn } from '@ringmaster/models/layers';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../compile.js';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { registerBlockLstm } from './block-lstm.js';

const TIME = 5;
const INPUTS = 4;
const UNITS = 3;
const random = (shape: readonly number[], seed: number) =>
  tf.randomNormal([...shape], 0, 0.6, 'float32', seed);

const KINDS = {
  LSTM: [
    layers.lstm({
      name: 'r',
      units: UNITS,
      recurrentActivation: 'sigmoid',
      unitForgetBias: true,
      returnSequences: true,
    }),
    lstm({ name: 'r', units: UNITS, returnSequences: true }),
  ],
  'simple RNN': [
    layers.simpleRNN({ name: 'r', units: UNITS, returnSequences: true }),
    simpleRnn({ name: 'r', units: UNITS, returnSequences: true }),
  ],
} as const;

function netOf(layer: layers.Layer): LayersModel {
  const inputs = input({ shape: [TIME, INPUTS] });
  const net = model({ inputs, outputs: layer.apply(inputs) as SymbolicTensor });
  net.setWeights(net.weights.map(({ shape }, i) => random(shape as number[], i + 1)));
  return net;
}

function close(found: tf.Tensor, wanted: tf.Tensor): void {
  expect(found.shape).toEqual(wanted.shape);
  const [a, b] = [found.dataSync(), wanted.dataSync()];
  expect(Math.hypot(...a.map((v, i) => v - b[i]!))).toBeLessThanOrEqual(3e-6 * Math.hypot(...b) + 1e-7);
}

/** Outputs, the input's gradient and those of all weights. */
function pass(net: LayersModel, training: boolean): tf.Tensor[] {
  const x = random([2, TIME, INPUTS], 8);
  const output = (at: tf.Tensor) => net.apply(at, { training }) as tf.Tensor;
  const y = output(x);
  const slope = random(y.shape, 9);
  const loss = (at: tf.Tensor) => tf.sum(tf.mul(output(at), slope)) as tf.Scalar;
  const weights = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => loss(x), weights);
  return [y, tf.grad(loss)(x), ...weights.map(({ name }) => grads[name]!)];
}

const describeLaws = () => {
  describe.each(Object.entries(KINDS))('%s', (_, [stock, ours]) => {
    it.each([true, false])("gives tfjs' own outputs and gradients (training: %s)", (training) =>
      tf.tidy(() => {
        const wanted = pass(netOf(stock), training);
        const found = pass(netOf(ours), training);
        expect(found.length).toBe(5);
        found.forEach((tensor, i) => close(tensor, wanted[i]!));
      }),
    );

    it('is read by plain tfjs', () => {
      expect(ours.getClassName()).toBe(stock.getClassName());
      expect(ours.getConfig()).toEqual(stock.getConfig());
      expect(ours.weights.map((w) => w.originalName)).toEqual(stock.weights.map((w) => w.originalName));
    });
  });

  it.each([
    ['LSTM', lstm],
    ['GRU', gru],
    ['simple RNN', simpleRnn],
  ] as const)('a %s leaks no tensors, and gives the same in training as in inference', (_, layer) => {
    const net = netOf(layer({ name: 'r', units: UNITS, goBackwards: true }));
    const run = () => tf.tidy(() => void pass(net, true));
    run();
    const before = tf.memory().numTensors;
    run();
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => {
      const inference = pass(net, false);
      pass(net, true).forEach((tensor, i) => close(tensor, inference[i]!));
    });
  });
};

describeNative('recurrent layers on TensorFlow', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));
  describeLaws();

  it('an LSTM compiles, with the gradients of eager steps', () => {
    const step = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor[] => {
      const loss = (...[at, kernel, bias]: tf.Tensor[]) =>
        tf.sum(tf.square(lstmSequence(at!, kernel!, bias!)));
      return tf.grads(loss)([x, w, b]);
    };
    const compiled = compile(step, { name: 'a step', mode: 'compiled' });
    const inputs = [
      random([TIME, 4, INPUTS], 4),
      random([INPUTS + UNITS, 4 * UNITS], 5),
      random([4 * UNITS], 6),
    ];
    const found = compiled.run(inputs);
    step(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor])).forEach((tensor, i) => close(found[i]!, tensor));
    compiled.dispose();
  });
});

describe('recurrent layers in pure JS', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    registerBlockLstm('cpu');
  });
  describeLaws();
});
