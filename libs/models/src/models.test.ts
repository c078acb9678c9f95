import { TrainError } from '@ringmaster/core';
import { type DatasetInfo, openDataset } from '@ringmaster/data';
import { classInfo, SMALL_MODELS, smallBatch } from '@ringmaster/testkit';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildModel, describeModel, MODELS, toLayersModelFiles } from './index.js';

const DIGITS = classInfo([28, 28, 1], 10);
const POINTS = classInfo([2], 3);

const built: LayersModel[] = [];
async function build(
  name: string,
  config: Readonly<Record<string, unknown>>,
  data: DatasetInfo,
  seed = 7,
): Promise<LayersModel> {
  const loss = 'sparseCategoricalCrossentropy';
  const model = await buildModel({ model: { name, config }, loss, training: { seed } }, data);
  built.push(model);
  return model;
}

const digestOf = async (model: LayersModel): Promise<string> => {
  const bytes = toLayersModelFiles(model)[1]?.bytes as Uint8Array<ArrayBuffer>;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

let before: number;
beforeAll(async () => {
  await tf.setBackend('cpu');
  before = tf.memory().numTensors;
});
afterEach(() => {
  for (const model of built.splice(0)) model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('has a small variant of every model to be tested by', () => {
  expect(new Set(SMALL_MODELS.map(({ name }) => name))).toEqual(new Set(Object.keys(MODELS)));
});

describe.each(SMALL_MODELS)('$name $config', ({ name, config, data, outputShape }) => {
  const outputsOf = (model: LayersModel, count: number) => {
    const { x, extras = {} } = smallBatch(data, count);
    const inputs = model.inputNames.map((input) => extras[input] ?? x);
    return model.predict(inputs.map((one) => tf.tensor(one.data, [...one.shape], one.dtype))) as tf.Tensor;
  };

  it('is registered by its own name', () => {
    expect(MODELS[name]?.name).toBe(name);
  });

  it('puts out logits', async () => {
    const model = await build(name, config, data);
    const [shape, sums] = tf.tidy(() => {
      const output = outputsOf(model, 3);
      return [output.shape, [...tf.sum(output, -1).dataSync()]];
    });
    expect(shape).toEqual([3, ...(outputShape ?? [...data.labelShape, data.classes])]);
    expect(sums.every((sum) => Number.isFinite(sum) && Math.abs(sum - 1) > 1e-4)).toBe(true);
    expect(['linear', undefined]).toContain(model.layers.at(-1)?.getConfig()['activation']);
  });

  it('has no non-trainable weights but moving statistics', async () => {
    const model = await build(name, config, data);
    for (const { originalName } of model.nonTrainableWeights)
      expect(originalName).toMatch(/\/moving_(mean|variance)$/);
    const names = model.weights.map(({ originalName }) => originalName);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is written and read back with the same outputs, and keeps the metadata', async () => {
    const model = await build(name, config, data);
    const metadata = { normalizer: { kind: 'standardize', mean: [0.1], std: [0.3] } };
    const [json, weights] = toLayersModelFiles(model, metadata);
    expect([json?.name, weights?.name]).toEqual(['model.json', 'weights.bin']);
    const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(
      new TextDecoder().decode(json?.bytes),
    );
    const loaded = await loadLayersModel(
      io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: (weights?.bytes as Uint8Array<ArrayBuffer>).buffer,
        userDefinedMetadata,
      }),
    );
    built.push(loaded);
    expect(loaded.getUserDefinedMetadata()).toEqual(metadata);
    tf.tidy(() => {
      const [ours, theirs] = [model, loaded].map((m) => outputsOf(m, 4).dataSync());
      theirs?.forEach((value, i) => expect(Math.abs(value - (ours?.[i] ?? NaN))).toBeLessThan(1e-6));
    });
    const kinds = (m: LayersModel) => m.layers.map((layer) => layer.getClassName());
    expect(kinds(loaded)).toEqual(kinds(model));
  });

  it('starts from weights that the seed alone decides', async () => {
    const first = await digestOf(await build(name, config, data));
    expect(await digestOf(await build(name, config, data))).toBe(first);
    expect(await digestOf(await build(name, config, data, 8))).not.toBe(first);
  });
});

describe('initial weights', () => {
  // Written down, so that another process, machine or backend that disagrees fails here.
  it.each([
    ['mlp', 'f1a416cfd59e697f'],
    ['lenet5', '98e8d1498a4e6a8a'],
    ['simple-cnn', '4dfd03ccba0c0236'],
    ['vgg', '9670e514433ebb1e'],
    ['resnet', '7d88374c1bedad6a'],
  ])('of %s are the same in every process', async (name, digest) => {
    const small = SMALL_MODELS.find((entry) => entry.name === name);
    expect(await digestOf(await build(name, small?.config ?? {}, small?.data ?? DIGITS))).toBe(digest);
  });

  it('follow the law of He for ReLU and of Glorot for the logits', async () => {
    const model = await build('lenet5', { activation: 'relu' }, DIGITS);
    const limits = { 'conv2/kernel': Math.sqrt(6 / (25 * 6)), 'logits/kernel': Math.sqrt(6 / (84 + 10)) };
    for (const [name, limit] of Object.entries(limits)) {
      const weight = model.weights.find(({ originalName }) => originalName === name);
      const values = [...(weight?.read().dataSync() ?? [])];
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
      expect(Math.abs(mean)).toBeLessThan(0.1 * limit);
      expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 0);
    }
  });

  it('are 1 and 0 for scales, variances, offsets and means', async () => {
    const model = await build('simple-cnn', { filters: [2, 3, 4], dense: 8 }, classInfo([8, 8, 1], 2));
    const roles = { gamma: 1, moving_variance: 1, beta: 0, moving_mean: 0, bias: 0 };
    for (const [role, value] of Object.entries(roles)) {
      const weights = model.weights.filter(({ originalName }) => originalName.endsWith(`/${role}`));
      expect(weights.length).toBeGreaterThan(0);
      for (const weight of weights)
        expect([...weight.read().dataSync()].every((v) => v === value)).toBe(true);
    }
  });
});

describe('parameter counts', () => {
  it('are those of the paper for lenet5', async () => {
    const description = describeModel(await build('lenet5', {}, DIGITS));
    expect(description.trainableParameters).toBe(61_706);
    expect(description.stateParameters).toBe(0);
    expect(
      description.layers.map(({ kind, outputShape, parameters }) => [kind, outputShape, parameters]),
    ).toEqual([
      ['InputLayer', [28, 28, 1], 0],
      ['Conv2D', [28, 28, 6], 156],
      ['AveragePooling2D', [14, 14, 6], 0],
      ['Conv2D', [10, 10, 16], 2_416],
      ['AveragePooling2D', [5, 5, 16], 0],
      ['Flatten', [400], 0],
      ['Dense', [120], 48_120],
      ['Dense', [84], 10_164],
      ['Dense', [10], 850],
    ]);
  });

  const cnn = 9 * 32 + 9 * 32 * 64 + 9 * 64 * 128 + 2 * 224 + (3 * 3 * 128 + 1) * 512 + 513 * 10;

  it.each([
    ['mlp', { hidden: [4, 3] }, POINTS, { trainableParameters: 3 * 4 + 5 * 3 + 4 * 3, stateParameters: 0 }],
    ['mlp', { hidden: [] }, DIGITS, { trainableParameters: 785 * 10, stateParameters: 0 }],
    ['simple-cnn', {}, DIGITS, { trainableParameters: cnn, stateParameters: 2 * 224 }],
  ])('of %s %j', async (name, config, data, expected) => {
    expect(describeModel(await build(name, config, data))).toMatchObject(expected);
  });
});

it('has one output for two classes under binary cross-entropy, and one for each target of a regression', async () => {
  const noFiles = () => ({
    read: () => Promise.reject(new TrainError('internal', 'a generator read a file')),
  });
  const cases = [
    ['rings', 'binaryCrossentropy'],
    ['linear', 'meanSquaredError'],
  ] as const;
  for (const [kind, loss] of cases) {
    const spec = { dataset: 'synthetic', config: { kind, train: 4 }, augment: [] };
    const dataset = await openDataset(spec, { source: noFiles, seed: 1 });
    const model = await buildModel(
      { model: { name: 'mlp', config: {} }, loss, training: { seed: 1 } },
      dataset.info,
    );
    built.push(model);
    expect(model.outputs[0]?.shape).toEqual([null, 1]);
  }
});
