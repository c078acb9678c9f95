import { readFileSync } from 'node:fs';
import { TrainError } from '@ringmaster/core';
import type { Normalizer } from '@ringmaster/data';
import { add, asinh, expandDims, range, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import protobuf from 'protobufjs';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { randomBatch, relativeDifference, trainedOutputs } from '../fixtures/random-batch.js';
import { runOnnx } from '../fixtures/run-onnx.js';
import { recordInference } from '../inference/record-inference.js';
import { loadEngine } from '../load-engine.js';
import { onnxFile } from './onnx-file.js';

const NONE: Normalizer = { kind: 'standardize', mean: [128], std: [64] };

type Body = (x: SymbolicTensor) => SymbolicTensor;
const apply =
  (...chain: readonly { apply(x: unknown): unknown }[]): Body =>
  (x) =>
    chain.reduce<unknown>((value, layer) => layer.apply(value), x) as SymbolicTensor;

function exported(shape: readonly number[], body: Body) {
  const inputs = input({ shape: [...shape] });
  const net = model({ name: 'net', inputs, outputs: body(inputs) });
  net.setWeights(net.getWeights().map((weight, i) => add(weight, 0.05 * ((i % 4) + 1))));
  const graph = recordInference({ model: net, normalizer: NONE, outputs: 'values' });
  return { net, file: onnxFile(graph, { name: 'net', metadata: { jobId: 'net-1' } }) };
}

const conv = (options: object) => layers.conv2d({ filters: 5, kernelSize: 3, ...options });
const up = (options: { kernelSize: number; strides?: number; padding?: 'same' }) =>
  layers.conv2dTranspose({ filters: 4, ...options });
const twice: Body = (x) => apply(conv({ name: 'a', padding: 'same' }))(x);

/** A layer of ops of one's own. */
const own = (name: string, of: (x: Tensor) => Tensor): layers.Layer => {
  class Own extends layers.Layer {
    static readonly className = 'Own';
    override call(inputs: Tensor | Tensor[]): Tensor {
      return of((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor);
    }
    override computeOutputShape(shape: (number | null)[]): (number | null)[] {
      return name === 'inserted' ? [shape[0] ?? null, 1, ...shape.slice(1)] : shape;
    }
  }
  return new Own({ name });
};

/** Layers around which layouts, paddings, strides and broadcasting could go wrong. */
const TABLE: readonly (readonly [string, readonly number[], Body])[] = [
  ['same padding, stride 2, odd sizes', [9, 12, 3], apply(conv({ padding: 'same', strides: 2 }))],
  ['a kernel that is not square', [9, 12, 3], apply(conv({ kernelSize: [2, 5], padding: 'same' }))],
  ['transposed, stride 2', [5, 4, 3], apply(up({ kernelSize: 2, strides: 2, padding: 'same' }))],
  ['transposed, wider than its stride', [5, 4, 3], apply(up({ kernelSize: 5, strides: 2, padding: 'same' }))],
  ['transposed, narrower than its stride', [5, 4, 3], apply(up({ kernelSize: 2, strides: 3 }))],
  ['transposed, valid', [5, 4, 3], apply(conv({}), up({ kernelSize: 3 }))],
  ['dilation', [12, 13, 2], apply(conv({ dilationRate: 2, padding: 'same' }))],
  [
    'depthwise',
    [9, 8, 3],
    apply(layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same' })),
  ],
  ['separable', [9, 8, 3], apply(layers.separableConv2d({ filters: 4, kernelSize: 3 }))],
  ['max pool, same', [9, 7, 2], apply(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }))],
  [
    'average pool, same',
    [9, 7, 2],
    apply(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  ],
  ['global average pool', [6, 5, 3], apply(conv({}), layers.globalAveragePooling2d({}))],
  ['batch norm without scale', [6, 5, 3], apply(conv({}), layers.batchNormalization({ scale: false }))],
  ['a residual block', [8, 8, 5], (x) => layers.add().apply([twice(x), x]) as SymbolicTensor],
  ['concatenated branches', [8, 8, 5], (x) => layers.concatenate().apply([twice(x), x]) as SymbolicTensor],
  [
    'multiply and maximum',
    [4, 4, 5],
    (x) =>
      layers.maximum().apply([layers.multiply().apply([twice(x), x]) as SymbolicTensor, x]) as SymbolicTensor,
  ],
  ['flatten of several channels', [4, 5, 3], apply(conv({}), layers.flatten(), layers.dense({ units: 3 }))],
  [
    'reshape and permute',
    [4, 6],
    apply(layers.reshape({ targetShape: [3, 8] }), layers.permute({ dims: [2, 1] })),
  ],
  ['dense on sequences', [5, 4], apply(layers.dense({ units: 3, activation: 'tanh' }))],
  ...['relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'softmax', 'swish'].map(
    (activation) =>
      [
        `activation ${activation}`,
        [5, 5, 2],
        apply(conv({}), layers.activation({ activation: activation as 'relu' })),
      ] as const,
  ),
  ['a repeated vector', [4], apply(layers.repeatVector({ name: 'again', n: 3 }))],
  ['an inserted axis', [4], apply(own('inserted', (x) => expandDims(x, 1)))],
  ['repeated pixels', [3, 4, 2], apply(conv({ kernelSize: 2 }), layers.upSampling2d({ size: [2, 3] }))],
  [
    'bilinear pixels',
    [3, 4, 2],
    apply(layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' } as object)),
  ],
  ['volumes', [5, 6, 4, 2], apply(layers.conv3d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }))],
  [
    'transposed volumes',
    [3, 2, 4, 2],
    apply(layers.conv3dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }) as never),
  ],
  ['an LSTM of tfjs', [5, 3], apply(layers.lstm({ units: 4 }))],
  [
    'cropped and padded',
    [6, 7, 2],
    apply(
      layers.cropping2D({
        cropping: [
          [1, 2],
          [0, 1],
        ],
      }),
      layers.zeroPadding2d({ padding: 2 }),
    ),
  ],
  ['leaky relu', [5, 5, 2], apply(conv({}), layers.leakyReLU({ alpha: 0.1 }))],
];

describeNative('ONNX', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(TABLE)('%s: onnxruntime agrees', async (_name, shape, body) => {
    const { net, file } = exported(shape, body);
    for (const count of [1, 5]) {
      const batch = randomBatch([count, ...shape]);
      const { output } = await runOnnx(file.bytes, { input: batch });
      const expected = trainedOutputs(net, NONE, [batch]);
      expect(relativeDifference(output?.data ?? new Float32Array(), expected)).toBeLessThanOrEqual(1e-5);
      expect(output?.shape).toEqual([count, ...(net.outputs[0]?.shape.slice(1) ?? [])]);
    }
  });

  it.each([
    [
      'an op that is not in the table',
      [4, 4, 2],
      apply(own('grow', (x) => asinh(x))),
      /op \w+ of layer grow /,
    ],
    [
      'a batch size in a constant',
      [4],
      apply(own('rows', (x) => add(x, reshape(range(0, x.shape[0] ?? 1), [-1, 1])))),
      /layer rows/,
    ],
  ] as const)('names op and layer of %s', (_name, shape, body, message) => {
    const attempt = () => exported(shape, body);
    expect(attempt).toThrow(TrainError);
    expect(attempt).toThrow(message);
  });

  it('transposes a chain of convolutions at its beginning and its end alone', () => {
    const { file } = exported(
      [9, 9, 3],
      apply(
        conv({}),
        layers.batchNormalization(),
        layers.reLU(),
        layers.maxPooling2d({ poolSize: 2 }),
        conv({ kernelSize: 2 }),
        layers.flatten(),
      ),
    );
    const ops = decode(file.bytes).graph.node.map(({ opType }) => opType);
    expect(ops.filter((op) => op === 'Transpose')).toHaveLength(2);
  });

  it('is a message of the published format, with nothing that the format does not know', () => {
    const { file } = exported([5], apply(layers.dense({ name: 'only', units: 2 })));
    const decoded = decode(file.bytes);
    expect(decoded).toMatchObject({
      irVersion: '8',
      producerName: 'ringmaster',
      opsetImport: [{ domain: '', version: '17' }],
      metadataProps: [{ key: 'jobId', value: 'net-1' }],
      graph: { name: 'net', input: [{ name: 'input' }], output: [{ name: 'output' }] },
    });
    const Model = schema();
    expect(Buffer.from(Model.encode(Model.decode(file.bytes)).finish()).equals(file.bytes)).toBe(true);
  });
});

const schema = () =>
  protobuf
    .parse(readFileSync(new URL('../../proto/onnx.proto', import.meta.url), 'utf8'))
    .root.lookupType('onnx.ModelProto');

interface DecodedModel {
  readonly graph: { readonly node: readonly { readonly opType: string }[] };
}

const decode = (bytes: Uint8Array): DecodedModel => {
  const Model = schema();
  return Model.toObject(Model.decode(bytes), { longs: String }) as DecodedModel;
};
