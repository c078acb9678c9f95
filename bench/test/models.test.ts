import { tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { randomBatch } from '../src/child/bench-program.js';
import { BENCH_MODELS } from '../src/models/bench-models.js';
import { MODEL_NAMES } from '../src/models/model-names.js';

/** Worked out by hand from the layers' shapes; the peers count the same. */
const PARAMETERS = { mlp: 669_706, cnn: 421_674, resnet20: 272_474, lstm: 25_482, gpt: 867_328 };

const logits = (model: LayersModel, tokens: readonly number[]) =>
  tidy(() =>
    (model.apply(tensor([...tokens], [1, 64], 'int32')) as ReturnType<typeof tensor>).dataSync().slice(),
  );

describe('the models of the step benchmark', () => {
  it.each(MODEL_NAMES)('%s has as many trainable weights as the peers', (name) => {
    const model = BENCH_MODELS[name].build();
    const count = model.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((product, dim) => product * (dim ?? 1), 1),
      0,
    );
    expect(count).toBe(PARAMETERS[name]);
  });

  it('gpt sees what is before a token and nothing after it', () => {
    const model = BENCH_MODELS.gpt.build();
    const tokens = Array.from({ length: 64 }, (_, i) => (i * 37) % 256);
    const [before, after] = [logits(model, tokens), logits(model, tokens.with(40, 255))];
    const differs = (token: number) =>
      before.subarray(token * 256, token * 256 + 256).some((value, i) => value !== after[token * 256 + i]);
    expect(Array.from({ length: 64 }, (_, token) => differs(token)).indexOf(true)).toBe(40);
    expect(differs(63)).toBe(true);
  });

  it('makes batches that fit, the same ones again', () => {
    for (const name of MODEL_NAMES) {
      const model = BENCH_MODELS[name];
      const batch = randomBatch(model, 2, 1);
      expect(batch.x.shape).toEqual([2, ...model.input]);
      expect(randomBatch(model, 2, 1)).toEqual(batch);
      expect(randomBatch(model, 2, 2).y.data).not.toEqual(batch.y.data);
    }
  });
});
