import '@tensorflow/tfjs-backend-cpu';
import { rng } from '@ringmaster/core';
import type { Batch } from '@ringmaster/data';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleModel } from '../build.js';
import { setInitialWeights } from '../initial-weights.js';
import { stateGradients } from './state-gradients.js';

beforeAll(() => tf.setBackend('cpu'));

const TIME = 6;
const context = { inputShape: [TIME, 2], outputs: 1 };
const random = rng(3);
const batch: Batch = {
  count: 3,
  x: {
    shape: [3, TIME, 2],
    dtype: 'float32',
    data: Float32Array.from({ length: 3 * TIME * 2 }, random.normal),
  },
  y: { shape: [3, 1], dtype: 'float32', data: new Float32Array(3) },
};
const squares = ({ outputs, y }: { readonly outputs: readonly tf.Tensor[]; readonly y: tf.Tensor }) =>
  tf.sum(tf.square(tf.sub(outputs[0] as tf.Tensor, y)), -1);

async function rnn(config: Readonly<Record<string, unknown>>) {
  const model = await assembleModel({ name: 'rnn', config: { units: [4], ...config } }, context);
  setInitialWeights(model, 7);
  return model;
}

describe('gradients of recurrent states', () => {
  it('in a network of one unit without inputs it is a power of the recurrent weight', async () => {
    const model = await rnn({ cell: 'simple', units: [1] });
    // h stays 0, where tanh has the slope 1; the output is 1 + 2h, and its square has the slope 2.
    const values = [[[0], [0]], [[0.5]], [0], [[2]], [1]];
    model.setWeights(values.map((value) => tf.tensor(value)));
    const norms = await stateGradients(model, batch, squares);
    norms.forEach((norm, distance) => expect(norm).toBeCloseTo(4 * 0.5 ** distance, 5));
    expect(norms).toHaveLength(TIME);
  });

  it.each(['simple', 'gru', 'lstm'])(
    '%s: at the last state it is the slope of what comes after it',
    async (cell) => {
      const model = await rnn({ cell });
      const [output] = [model.predict(tf.tensor(batch.x.data, [3, TIME, 2])) as tf.Tensor];
      const kernel = model.layers.at(-1)?.weights[0]?.read() as tf.Tensor;
      const expected = tf.mean(tf.mul(tf.abs(tf.mul(output, 2)), tf.norm(kernel))).dataSync()[0] ?? NaN;
      const norms = await stateGradients(model, batch, squares);
      expect(norms[0]).toBeCloseTo(expected, 4);
    },
  );

  it('reads tokens and every position as well', async () => {
    const tokens: Batch = {
      ...batch,
      x: { shape: [3, TIME], dtype: 'int32', data: new Int32Array(3 * TIME).fill(1) },
    };
    const model = await assembleModel(
      { name: 'rnn', config: { units: [4], vocabulary: 3, head: 'every' } },
      { inputShape: [TIME], inputDtype: 'int32', outputs: 1 },
    );
    setInitialWeights(model, 7);
    const norms = await stateGradients(model, tokens, ({ outputs }) =>
      tf.sum(tf.square(outputs[0] as tf.Tensor), [1, 2]),
    );
    expect(norms.every((norm) => norm > 0)).toBe(true);
  });

  it.each([{ units: [4, 4] }, { bidirectional: true }])(
    '%j has more than one way back: refused',
    async (config) => {
      await expect(stateGradients(await rnn(config), batch, squares)).rejects.toThrow(/one recurrent layer/);
    },
  );
});
