import '@tensorflow/tfjs-backend-cpu';
import { classInfo } from '@ringmaster/testkit';
import { setBackend } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model as functional, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../build.js';
import { toLayersModelFiles } from '../layers-model-files.js';
import { validateModel } from '../validate.js';
import { layersModelWeights, readModelJson } from './model-json.js';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const built = (
  config: Readonly<Record<string, unknown>>,
  loss: 'meanSquaredError' | 'sparseCategoricalCrossentropy',
) => buildModel({ model: { name: 'keras', config }, loss, training: { seed: 7 } }, classInfo([4], 3));
const dense = (name: string, more: object = {}) => ({
  class_name: 'Dense',
  config: { name, units: 3, ...more },
});
const first = { batch_input_shape: [null, 4] };
const sequence = (...given: readonly object[]) => ({
  topology: { class_name: 'Sequential', config: { name: 's', layers: given } },
});
const lastActivation = (model: LayersModel) => model.layers.at(-1)?.getConfig()['activation'];

beforeAll(() => setBackend('cpu'));

describe('a model.json that tfjs has written', () => {
  const whole = () => {
    const x = input({ shape: [4], name: 'x' });
    const a = layers.dense({ name: 'a', units: 5, activation: 'relu' }).apply(x);
    const b = layers.dense({ name: 'b', units: 5 }).apply(x);
    const sum = layers.add({ name: 'sum' }).apply([a, b] as never);
    const out = layers.dense({ name: 'out', units: 3, activation: 'softmax' }).apply(sum);
    return functional({ inputs: x, outputs: out as never, name: 'f' });
  };
  it.each([
    ['functional', whole],
    [
      'sequential',
      () =>
        sequential({
          layers: [
            layers.dense({ name: 'a', units: 5, inputShape: [4] }),
            layers.dropout({ name: 'drop', rate: 0.5 }),
            layers.dense({ name: 'out', units: 3 }),
            layers.softmax({ name: 'probabilities' }),
          ],
        }),
    ],
  ])('is a model with the same weights, %s', async (_kind, make) => {
    const original = make();
    const [json, shard] = toLayersModelFiles(original);
    const file = readModelJson(json?.bytes ?? new Uint8Array(), 'model.json');
    const weights = await layersModelWeights(file, () => Promise.resolve(shard?.bytes ?? new Uint8Array()));
    const model = await built({ topology: file.topology }, 'sparseCategoricalCrossentropy');
    expect(model.weights.map(({ originalName }) => originalName).sort()).toEqual(
      weights.map(({ name }) => name).sort(),
    );
    // The loss has the softmax.
    expect(lastActivation(model)).toBe('linear');
    expect(model.outputs[0]?.shape).toEqual([null, 3]);
  });
});

describe('the last activation', () => {
  const config = sequence(dense('out', { ...first, activation: 'softmax' }));
  it('goes where the loss brings it, and stays where it does not', async () => {
    expect(lastActivation(await built(config, 'sparseCategoricalCrossentropy'))).toBe('linear');
    const numbers = { ...classInfo([4], 3), labelShape: [3], labelDtype: 'float32' as const };
    const { classes: _classes, ...targets } = numbers;
    const model = await buildModel(
      { model: { name: 'keras', config }, loss: 'meanSquaredError', training: { seed: 7 } },
      targets,
    );
    expect(lastActivation(model)).toBe('softmax');
  });
});

describe('what is refused, by its class and place', () => {
  const conv = { class_name: 'Conv2D', config: { name: 'c', ...first, groups: 2 } };
  const node = (name: string, from: readonly string[], index = 0) => ({
    ...dense(name),
    inbound_nodes: [from.map((each) => [each, 0, index, {}])],
  });
  const graph = (output: string, ...given: readonly object[]) => ({
    topology: {
      class_name: 'Functional',
      config: {
        layers: [{ class_name: 'InputLayer', config: { name: 'x', ...first }, inbound_nodes: [] }, ...given],
        input_layers: [['x', 0, 0]],
        output_layers: [[output, 0, 0]],
      },
    },
  });
  it.each([
    [
      sequence(dense('a', first), { class_name: 'ConvLSTM2D', config: { name: 'b' } }),
      'layers.1: layer 2, "b", is a ConvLSTM2D, which is not supported',
    ],
    [
      sequence({ class_name: 'Functional', config: { name: 'base', layers: [] } }),
      'layer 1, "base", a Functional: config.input_layers: ',
    ],
    [sequence(conv), 'layer 1, "c", a Conv2D: groups 2 is not supported, only 1'],
    [sequence(dense('a', { ...first, trainable: false })), 'a Dense: trainable false is not supported'],
    [
      sequence(dense('a', { ...first, kernel_regularizer: { class_name: 'L2' } })),
      'kernel_regularizer is not supported: leave it out, and say training.regularization',
    ],
    [sequence(dense('a', { ...first, activation: 'mish2' })), 'activation "mish2" is not supported'],
    [
      sequence(dense('a', { batch_shape: [null, 4] })),
      'is written as Keras 3 does: name the file of the model by model.path',
    ],
    [sequence(dense('a')), 'the first layer has no batch_input_shape'],
    [graph('a', node('a', ['b'])), 'layer "a" takes b, which no other layer puts out'],
    [graph('z', node('a', ['x'])), 'there is no layer "z"'],
    [graph('a', node('a', ['x'], 1)), 'layer "a" takes x, which no other layer puts out'],
    [graph('a', node('a', ['x']), node('a', ['x'])), 'layer 3, "a", has the name of an earlier one'],
    [{ topology: { class_name: 'Model' } }, 'model.config.topology.config'],
    [{}, 'model.config.topology'],
  ])('%#: %s', (config, message) => {
    const job = {
      model: { name: 'keras', config },
      data: { dataset: 'synthetic', config: { kind: 'blobs' }, augment: [] },
      loss: 'sparseCategoricalCrossentropy' as const,
    };
    expect(() => validateModel(job)).toThrow(message);
  });

  it('too, when it is built: another number of outputs, options that make no layer', async () => {
    const loss = 'sparseCategoricalCrossentropy';
    await expect(built(sequence(dense('a', { ...first, units: 4 })), loss)).rejects.toThrow(
      'layer "a" puts out 4 values, but the data set and the loss need 3',
    );
    await expect(built(sequence(dense('a', { ...first, units: -1 })), loss)).rejects.toThrow(
      'layer "a", a Dense: ',
    );
    const norm = { class_name: 'BatchNormalization', config: { name: 'n', axis: 0, ...first } };
    await expect(built(sequence(norm, dense('a')), loss)).rejects.toThrow(
      'axis 0 is not supported, only the last one',
    );
  });
});

describe('files', () => {
  const topology = { class_name: 'Sequential', config: [] };
  it.each([
    [
      Uint8Array.of(0x50, 0x4b, 3, 4, 0),
      'archive of Keras (.keras), which is not read. In Python, beside it:\nimport json, keras, numpy as np',
    ],
    [Uint8Array.of(0x89, 0x48, 0x44, 0x46), 'this is an HDF5 file (.h5)'],
    [bytesOf({ format: 'graph-model', modelTopology: {} }), 'it holds a graph, which cannot be trained'],
    [new TextEncoder().encode('{'), 'this is not JSON'],
    [
      bytesOf({ modelTopology: topology, weightsManifest: [{ paths: ['../w'], weights: [] }] }),
      'weightsManifest[0].paths[0]',
    ],
    [
      bytesOf({
        modelTopology: topology,
        weightsManifest: [
          { paths: ['w'], weights: [{ name: 'a', shape: [1], dtype: 'float32', quantization: {} }] },
        ],
      }),
      'convert the model without quantization',
    ],
    [
      bytesOf({ modelTopology: topology, weightsManifest: Array(2).fill({ paths: ['w'], weights: [] }) }),
      'it names a file of weights twice',
    ],
    [
      new TextEncoder().encode(`{"modelTopology":{"config":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`),
      'it is nested 200002 levels deep, more than 1000',
    ],
    [
      bytesOf({
        modelTopology: topology,
        weightsManifest: [{ paths: ['w'], weights: Array(5_000).fill(0) }],
      }),
      '… and 4990 more',
    ],
  ])('%#', (bytes, message) => expect(() => readModelJson(bytes, 'model.json')).toThrow(message));

  it('name weights by layer and role, whatever is around them; a shard that is cut is named', async () => {
    const weight = (name: string) => ({ name, shape: [2], dtype: 'float32' });
    const group = {
      paths: ['a.bin', 'b.bin'],
      weights: [weight('s/rnn/lstm_cell/kernel:0'), weight('else')],
    };
    const config = { layers: [{ class_name: 'LSTM', config: { name: 'rnn' } }] };
    const file = readModelJson(
      bytesOf({
        modelTopology: { model_config: { class_name: 'Sequential', config } },
        weightsManifest: [group],
      }),
      'model.json',
    );
    const shard = (length: number) => () =>
      Promise.resolve(new Uint8Array(Float32Array.of(1, 2, 3).buffer, 0, length));
    const weights = await layersModelWeights(file, shard(8));
    expect(weights.map(({ name, values }) => [name, [...(values?.() ?? [])]])).toEqual([
      ['rnn/kernel', [1, 2]],
      ['else', [1, 2]],
    ]);
    await expect(layersModelWeights(file, shard(12))).rejects.toThrow(
      'a.bin, b.bin: 24 bytes, but the weights of model.json take 16',
    );
  });
});
