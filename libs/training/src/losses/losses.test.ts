import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients of all ops.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { LOSS_NAMES, type LossName } from '@ringmaster/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossFunction } from './losses.js';

beforeAll(() => tf.setBackend('cpu'));

interface Case {
  readonly name: LossName;
  readonly yTrue: () => tf.Tensor;
  readonly yPred: readonly (readonly number[])[];
  readonly losses: readonly number[];
  /** Of the sum of losses, by output. */
  readonly gradient: readonly (readonly number[])[];
}

const third = 1 / 3;
/** softmax(0, ln 2, ln 5) = 1/8, 2/8, 5/8; sigmoid(ln 3) = 3/4. */
const CASES: readonly Case[] = [
  {
    name: 'sparseCategoricalCrossentropy',
    yTrue: () => tf.tensor1d([1, 2], 'int32'),
    yPred: [
      [0, Math.log(2), Math.log(5)],
      [0, 0, 0],
    ],
    losses: [Math.log(4), Math.log(3)],
    gradient: [
      [1 / 8, 2 / 8 - 1, 5 / 8],
      [third, third, third - 1],
    ],
  },
  {
    name: 'categoricalCrossentropy',
    yTrue: () => tf.tensor2d([[0.5, 0.5, 0]]),
    yPred: [[0, Math.log(2), Math.log(5)]],
    losses: [(Math.log(8) + Math.log(4)) / 2],
    gradient: [[1 / 8 - 0.5, 2 / 8 - 0.5, 5 / 8]],
  },
  {
    name: 'binaryCrossentropy',
    yTrue: () =>
      tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
    yPred: [
      [Math.log(3), Math.log(3)],
      [0, 0],
    ],
    losses: [(Math.log(4 / 3) + Math.log(4)) / 2, Math.log(2)],
    gradient: [
      [-1 / 8, 3 / 8],
      [0.25, -0.25],
    ],
  },
  {
    name: 'binaryCrossentropy',
    yTrue: () => tf.tensor1d([1, 0], 'int32'),
    yPred: [[Math.log(3)], [Math.log(3)]],
    losses: [Math.log(4 / 3), Math.log(4)],
    gradient: [[-1 / 4], [3 / 4]],
  },
  {
    name: 'meanSquaredError',
    yTrue: () =>
      tf.tensor2d([
        [1, 2],
        [0, 0],
      ]),
    yPred: [
      [3, 2],
      [0, -4],
    ],
    losses: [2, 8],
    gradient: [
      [2, 0],
      [0, -4],
    ],
  },
];

describe.each(CASES)('$name', ({ name, yTrue, yPred, losses, gradient }) => {
  it('has the losses and the gradient worked out by hand', () => {
    tf.tidy(() => {
      const labels = yTrue();
      const logits = tf.tensor2d(yPred.map((row) => [...row]));
      const perSample = lossFunction(name)(labels, logits);
      expect(perSample.shape).toEqual([yPred.length]);
      perSample.dataSync().forEach((loss, i) => expect(loss).toBeCloseTo(losses[i] ?? NaN, 5));
      const found = tf
        .grad((x) => tf.sum(lossFunction(name)(labels, x)))(logits)
        .dataSync();
      gradient.flat().forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
    });
  });
});

describe.each(LOSS_NAMES.filter((name) => name.endsWith('rossentropy')))('%s of extreme logits', (name) => {
  it.each([1e4, -1e4])('stays finite and right at %d', (extreme) => {
    tf.tidy(() => {
      const yPred = tf.tensor2d([[extreme, 0]]);
      const yTrue =
        name === 'sparseCategoricalCrossentropy' ? tf.tensor1d([0], 'int32') : tf.tensor2d([[1, 0]]);
      // A sure hit costs nothing, a sure miss as much as the logit is off.
      const miss = extreme > 0 ? 0 : 1e4;
      const expected = name === 'binaryCrossentropy' ? (miss + Math.log(2)) / 2 : miss;
      expect(lossFunction(name)(yTrue, yPred).dataSync()[0]).toBeCloseTo(expected, 2);
      const gradient = [
        ...tf
          .grad((x) => tf.sum(lossFunction(name)(yTrue, x)))(yPred)
          .dataSync(),
      ];
      expect(gradient.every(Number.isFinite)).toBe(true);
      const share = name === 'binaryCrossentropy' ? 0.5 : 1;
      expect(gradient[0]).toBeCloseTo(extreme > 0 ? 0 : -share, 6);
    });
  });
});
