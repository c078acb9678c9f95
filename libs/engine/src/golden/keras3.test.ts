import { readFileSync } from 'node:fs';
import { OptimizerSpec } from '@ringmaster/contracts';
import type { DatasetInfo } from '@ringmaster/data';
import {
  buildModel,
  layersModelWeights,
  openLayersModel,
  readModelJson,
  toLayersModelFiles,
} from '@ringmaster/models';
import { startFrom } from '@ringmaster/models/layers';
import { classInfo, smallBatch } from '@ringmaster/testkit';
import { jobTask, optimizerDefinition } from '@ringmaster/training';
import { softmax, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from '../program/step-program.js';

const read = (name: string) => readFileSync(new URL(`fixtures/keras3-twins/${name}`, import.meta.url));
const loss = 'sparseCategoricalCrossentropy';
const data: DatasetInfo = { ...classInfo([4], 3), extras: { right: { shape: [4], dtype: 'float32' } } };

async function twins(): Promise<LayersModel> {
  const file = readModelJson(read('model.json'), 'model.json');
  const weights = await layersModelWeights(file, (name) => Promise.resolve(new Uint8Array(read(name))));
  const config = { topology: file.topology };
  const model = await buildModel({ model: { name: 'keras', config }, loss, training: { seed: 7 } }, data);
  startFrom(model, weights, { fresh: [], strict: true, label: 'model.json' });
  return model;
}

describeNative('a model of Keras 3 with shared layers, inner models and two inputs', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('puts out what Keras does, and its export too', async () => {
    const model = await twins();
    const { left, right, probabilities } = JSON.parse(read('expected.json').toString()) as Record<
      string,
      number[]
    >;
    const inputs = [left, right].map((values) => tensor(values ?? [], [2, 4]));
    const found = (of: LayersModel) => tidy(() => [...softmax(of.predict(inputs) as Tensor).dataSync()]);
    const first = found(model);
    first.forEach((value, at) => expect(value).toBeCloseTo(probabilities?.[at] ?? NaN, 5));
    const [modelJson, weights] = toLayersModelFiles(model).map(({ bytes }) => bytes);
    const { model: again } = await openLayersModel({
      modelJson: modelJson as Uint8Array,
      weights: weights as Uint8Array,
    });
    // Recurrent layers of an export are those of tfjs, which round apart.
    found(again).forEach((value, at) => expect(value).toBeCloseTo(first[at] ?? NaN, 5));
  });

  it('trains, compiled as op by op', async () => {
    const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'adam' }));
    const [before, model] = [await twins(), await twins()];
    const [a, b] = (
      [
        [before, 'compiled'],
        [model, 'eager'],
      ] as const
    ).map(([its, mode]) => {
      const program = createStepProgram({ model: its, task: jobTask({ loss }, data), optimizer, mode });
      const steps = [1, 2, 3].map((step) => wholeStep(program, { batch: smallBatch(data, 6), step }));
      program.dispose();
      return steps;
    });
    a?.forEach(({ sums, replica, state }, at) => {
      const other = b?.[at];
      expect(sums.loss).toBeCloseTo(other?.sums.loss ?? NaN, 4);
      replica.weights.forEach((value, i) => expect(value).toBeCloseTo(other?.replica.weights[i] ?? NaN, 4));
      state.forEach((value, i) => expect(value).toBeCloseTo(other?.state[i] ?? NaN, 4));
    });
    expect(a?.[0]?.sums.loss).not.toBe(a?.[2]?.sums.loss);
  });
});
