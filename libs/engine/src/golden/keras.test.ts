import { readFileSync } from 'node:fs';
import { OptimizerSpec } from '@ringmaster/contracts';
import { buildModel, layersModelWeights, readModelJson } from '@ringmaster/models';
import { KERAS_LAYERS, startFrom } from '@ringmaster/models/layers';
import { classInfo, smallBatch } from '@ringmaster/testkit';
import { jobTask, optimizerDefinition } from '@ringmaster/training';
import { softmax, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from '../program/step-program.js';

const DIGITS = new URL('../../../../examples/data/keras-digits/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, DIGITS));
const loss = 'sparseCategoricalCrossentropy';

/** A sample's shape, and the options that a layer of each class needs. */
const images = [4, 4, 2];
const CASES: Readonly<Record<string, readonly [shape: readonly number[], options?: object]>> = {
  Dense: [[4], { units: 3, activation: 'tanh' }],
  Activation: [[4], { activation: 'silu' }],
  Flatten: [images],
  Reshape: [[4], { target_shape: [2, 2] }],
  Permute: [[2, 3], { dims: [2, 1] }],
  RepeatVector: [[4], { n: 2 }],
  Conv1D: [
    [6, 2],
    { filters: 2, kernel_size: [3], kernel_initializer: { class_name: 'HeNormal', config: {} } },
  ],
  Conv2D: [images, { filters: 2, kernel_size: [3, 3], padding: 'same', activation: 'relu6' }],
  Conv3D: [[4, 4, 4, 1], { filters: 2, kernel_size: [2, 2, 2] }],
  Conv2DTranspose: [images, { filters: 2, kernel_size: [2, 2], strides: [2, 2] }],
  SeparableConv2D: [images, { filters: 3, kernel_size: [2, 2], depth_multiplier: 2 }],
  DepthwiseConv2D: [images, { kernel_size: [2, 2] }],
  MaxPooling1D: [[6, 2], { pool_size: [2] }],
  MaxPooling2D: [images, { pool_size: [2, 2] }],
  MaxPooling3D: [[4, 4, 4, 1], { pool_size: [2, 2, 2] }],
  AveragePooling1D: [[6, 2], { pool_size: [2] }],
  AveragePooling2D: [images, { pool_size: [2, 2] }],
  AveragePooling3D: [[4, 4, 4, 1], { pool_size: [2, 2, 2] }],
  ZeroPadding2D: [
    images,
    {
      padding: [
        [1, 1],
        [0, 1],
      ],
    },
  ],
  Cropping2D: [
    images,
    {
      cropping: [
        [1, 0],
        [0, 1],
      ],
    },
  ],
  GlobalAveragePooling1D: [[6, 2]],
  GlobalAveragePooling2D: [images],
  GlobalMaxPooling1D: [[6, 2]],
  GlobalMaxPooling2D: [images],
  ReLU: [[4], { max_value: 6 }],
  LeakyReLU: [[4], { alpha: 0.1 }],
  ELU: [[4], { alpha: 1 }],
  PReLU: [[4], { alpha_initializer: { class_name: 'RandomUniform', config: { minval: 0.1, maxval: 0.3 } } }],
  Softmax: [[4], { axis: -1 }],
  Dropout: [[4], { rate: 0.5 }],
  GaussianNoise: [[4], { stddev: 0.1 }],
  AlphaDropout: [[4], { rate: 0.1 }],
  UpSampling2D: [images, { size: [2, 2], interpolation: 'nearest' }],
  Embedding: [
    [6],
    { input_dim: 5, output_dim: 3, embeddings_initializer: { class_name: 'TruncatedNormal', config: {} } },
  ],
  LayerNormalization: [[4], { axis: [1], epsilon: 0.001 }],
  BatchNormalization: [images, { axis: [3] }],
  LSTM: [[5, 3], { units: 4, return_sequences: true }],
  GRU: [[5, 3], { units: 4, reset_after: true }],
  SimpleRNN: [[5, 3], { units: 4 }],
};
/** Layers of two inputs are tested on what two dense layers put out. */
const MERGING = ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'];

/** What puts out one vector a sample, of more than a vector, and what makes more of one. */
const FLAT = ['Flatten', 'GRU', 'SimpleRNN'];
const GROWING = ['Reshape', 'RepeatVector', 'Embedding'];

type Node = { class_name: string; config: object; inbound_nodes: unknown[] };
const node = (class_name: string, name: string, options: object, ...from: readonly string[]): Node => ({
  class_name,
  config: { name, ...options },
  inbound_nodes: from.length === 0 ? [] : [from.map((each) => [each, 0, 0, {}])],
});

function topologyOf(className: string, shape: readonly number[], options: object) {
  const isMerging = MERGING.includes(className);
  const isFlat =
    className.startsWith('Global') ||
    FLAT.includes(className) ||
    (shape.length === 1 && !GROWING.includes(className));
  const nodes = [
    node('InputLayer', 'x', { batch_input_shape: [null, ...shape] }),
    ...(isMerging ? ['a', 'b'].map((name) => node('Dense', name, { units: 4 }, 'x')) : []),
    node(className, 'layer', options, ...(isMerging ? ['a', 'b'] : ['x'])),
    ...(isFlat ? [] : [node('Flatten', 'flat', {}, 'layer')]),
    node('Dense', 'out', { units: 3 }, isFlat ? 'layer' : 'flat'),
  ];
  return {
    class_name: 'Functional',
    config: { layers: nodes, input_layers: [['x', 0, 0]], output_layers: [['out', 0, 0]] },
  };
}

describeNative('a model of Keras', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('puts out what Keras does, with its weights', async () => {
    const file = readModelJson(read('model.json'), 'model.json');
    const weights = await layersModelWeights(file, (name) => Promise.resolve(new Uint8Array(read(name))));
    const { x, probabilities } = JSON.parse(read('expected.json').toString()) as Record<string, number[]>;
    const job = {
      model: { name: 'keras', config: { topology: file.topology } },
      loss,
      training: { seed: 7 },
    } as const;
    const model = await buildModel(job, classInfo([28, 28, 1], 10));
    startFrom(model, weights, { fresh: [], strict: true, label: 'model.json' });
    const found = tidy(() => {
      const pictures = tensor(
        (x ?? []).map((value) => value / 255),
        [2, 28, 28, 1],
      );
      return softmax(model.predict(pictures) as Tensor).dataSync();
    });
    found.forEach((value, at) => expect(value).toBeCloseTo(probabilities?.[at] ?? NaN, 5));
    model.dispose();
  });

  it('has a case for every class that may be in a file', () =>
    expect([...Object.keys(CASES), ...MERGING, 'InputLayer'].sort()).toEqual(
      Object.keys(KERAS_LAYERS).sort(),
    ));

  it.each([...Object.keys(CASES), ...MERGING])(
    'with a layer %s trains, compiled as op by op',
    async (className) => {
      const [shape, options = {}] = CASES[className] ?? [[4]];
      const isTokens = className === 'Embedding';
      const data = { ...classInfo(shape, 3), ...(isTokens && { inputDtype: 'int32' as const }) };
      const config = { topology: topologyOf(className, shape, options) };
      const model = await buildModel({ model: { name: 'keras', config }, loss, training: { seed: 7 } }, data);
      const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd' }));
      const [a, b] = (['compiled', 'eager'] as const).map((mode) => {
        const program = createStepProgram({ model, task: jobTask({ loss }, data), optimizer, mode });
        const { replica, sums } = wholeStep(program, { batch: smallBatch(data, 6), step: 1 });
        program.dispose();
        return { weights: replica.weights, loss: sums.loss };
      });
      expect(a?.loss).toBeCloseTo(b?.loss ?? NaN, 4);
      a?.weights.forEach((value, at) => expect(value).toBeCloseTo(b?.weights[at] ?? NaN, 4));
      model.dispose();
    },
  );
});
