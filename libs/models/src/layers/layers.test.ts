import { rng } from '@ringmaster/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { toLayersModelFiles } from '../layers-model-files.js';
import {
  channelNorm,
  classToken,
  dilatedConv,
  geluLayer,
  groupNorm,
  gru,
  layerNorm,
  learnedPositions,
  lstm,
  multiHeadAttention,
  priorBoxes,
  priorGrid,
  reverseTime,
  rmsNorm,
  segmentEmbedding,
  simpleRnn,
  sinusoidalPositions,
  sinusoids,
  sliceTime,
  tokenEmbedding,
  upSampling2d,
  upSampling3d,
  volumeBatchNormalization,
} from './index.js';

const up3d = (padding: 'same' | 'valid', strides: number) =>
  layers.conv3dTranspose({ name: 'l', filters: 3, kernelSize: 2, strides, padding });

beforeAll(() => tf.setBackend('cpu'));

const random = (shape: readonly number[], key: number, scale = 1): tf.Tensor => {
  const draw = rng(key, 41);
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => scale * draw.normal()),
    [...shape],
  );
};

/** A model of the layer alone, with weights that are neither 0 nor 1. */
function netOf(layer: layers.Layer, shapes: readonly (readonly number[])[]): LayersModel {
  const inputs = shapes.map((shape, i) => input({ shape: [...shape], name: `in${i}` }));
  const outputs = layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as SymbolicTensor;
  const net = model({ inputs, outputs: outputs as never });
  const isVariance = ({ originalName }: (typeof net.weights)[number]) => originalName.endsWith('variance');
  tf.tidy(() =>
    net.setWeights(
      net.weights.map((weight, i) => {
        const values = random(weight.shape as number[], 100 + i, 0.5);
        return isVariance(weight) ? tf.add(tf.square(values), 0.5) : values;
      }),
    ),
  );
  return net;
}

interface Case {
  readonly name: string;
  readonly layer: () => layers.Layer;
  readonly shapes: readonly (readonly number[])[];
  /** Inputs that are token numbers or a mask, not differentiated. */
  readonly whole?: readonly (readonly number[])[];
}

const SEQUENCE = [[4, 6]] as const;
const CASES: readonly Case[] = [
  { name: 'layer norm', layer: () => layerNorm({ name: 'l' }), shapes: SEQUENCE },
  { name: 'RMS norm', layer: () => rmsNorm({ name: 'l' }), shapes: SEQUENCE },
  { name: 'group norm', layer: () => groupNorm({ name: 'l', groups: 2 }), shapes: [[3, 2, 6]] },
  { name: 'exact GELU', layer: () => geluLayer({ name: 'l', kind: 'exact' }), shapes: SEQUENCE },
  { name: 'tanh GELU', layer: () => geluLayer({ name: 'l', kind: 'tanh' }), shapes: SEQUENCE },
  { name: 'learned positions', layer: () => learnedPositions({ name: 'l', maxLength: 9 }), shapes: SEQUENCE },
  { name: 'sinusoidal positions', layer: () => sinusoidalPositions({ name: 'l' }), shapes: SEQUENCE },
  { name: 'self-attention', layer: () => multiHeadAttention({ name: 'l', heads: 2 }), shapes: SEQUENCE },
  {
    name: 'causal attention',
    layer: () => multiHeadAttention({ name: 'l', heads: 3, causal: true }),
    shapes: SEQUENCE,
  },
  {
    name: 'cross attention',
    layer: () => multiHeadAttention({ name: 'l', heads: 2, cross: true }),
    shapes: [
      [4, 6],
      [3, 5],
    ],
  },
  {
    name: 'masked attention',
    layer: () => multiHeadAttention({ name: 'l', heads: 2, masked: true }),
    shapes: [[4, 6], [4]],
    whole: [[1, 1, 0, 1, 1, 0, 0, 0]],
  },
  { name: 'class token', layer: () => classToken({ name: 'l' }), shapes: SEQUENCE },
  { name: 'slice of time', layer: () => sliceTime({ name: 'l', begin: 1, size: 2 }), shapes: SEQUENCE },
  { name: 'reversed time', layer: () => reverseTime({ name: 'l' }), shapes: SEQUENCE },
  {
    name: 'segment embedding',
    layer: () => segmentEmbedding({ name: 'l', separator: 3 }),
    shapes: [[4, 6], [4]],
    whole: [[5, 3, 6, 7, 3, 6, 3, 6]],
  },
  {
    name: 'embedding, comparing',
    layer: () => tokenEmbedding({ name: 'l', vocabulary: 7, width: 6 }),
    shapes: SEQUENCE,
  },
  { name: 'GRU', layer: () => gru({ name: 'l', units: 3, returnSequences: true }), shapes: SEQUENCE },
  { name: 'GRU backwards', layer: () => gru({ name: 'l', units: 3, goBackwards: true }), shapes: SEQUENCE },
  {
    name: 'simple RNN',
    layer: () => simpleRnn({ name: 'l', units: 3, returnSequences: true }),
    shapes: SEQUENCE,
  },
  { name: 'transposed 3-D convolution', layer: () => up3d('same', 2), shapes: [[2, 1, 3, 2]] },
  { name: 'transposed 3-D convolution, valid', layer: () => up3d('valid', 1), shapes: [[2, 1, 2, 2]] },
  {
    name: 'up-sampling of images',
    layer: () => upSampling2d({ name: 'l' }),
    shapes: [[3, 2, 2]],
  },
  { name: 'up-sampling of volumes', layer: () => upSampling3d({ name: 'l' }), shapes: [[2, 1, 3, 2]] },
  {
    name: 'batch norm of volumes, in inference',
    layer: () => volumeBatchNormalization({ name: 'l' }),
    shapes: [[2, 1, 3, 2]],
  },
  { name: 'LSTM', layer: () => lstm({ name: 'l', units: 3, returnSequences: true }), shapes: SEQUENCE },
];

const IMAGE_CASES: readonly Case[] = [
  { name: 'channel norm', layer: () => channelNorm({ name: 'l' }), shapes: [[3, 2, 4]] },
  {
    name: 'dilated convolution',
    layer: () => dilatedConv({ name: 'l', filters: 3, kernelSize: 3, dilationRate: 2 }),
    shapes: [[5, 4, 2]],
  },
  {
    name: 'prior boxes',
    layer: () =>
      priorBoxes({
        name: 'l',
        shapes: [
          [0.2, 0.3],
          [0.5, 0.4],
        ],
      }),
    shapes: [[2, 3, 10]],
  },
];

const BATCH = 2;
const inputsOf = ({ shapes, whole = [] }: Case): tf.Tensor[] => {
  const real = shapes.length - whole.length;
  return shapes.map((shape, i) =>
    i < real ? random([BATCH, ...shape], i + 1) : tf.tensor([...whole[i - real]!], [BATCH, ...shape]),
  );
};

describe.each([...CASES, ...IMAGE_CASES])('$name', (one) => {
  it('has the gradients that differences show, for its inputs and weights', () =>
    tf.tidy(() => {
      const net = netOf(one.layer(), one.shapes);
      const inputs = inputsOf(one);
      const slope = random(
        net.outputs[0]!.shape.map((dim) => dim ?? BATCH),
        50,
      );
      const weights = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const loss = (given: readonly tf.Tensor[]) =>
        tf.sum(tf.mul(net.apply(given as tf.Tensor[], { training: false }) as tf.Tensor, slope)) as tf.Scalar;
      const checked = inputs.slice(0, inputs.length - (one.whole?.length ?? 0));
      const grads = tf.grads((...xs) => loss([...xs, ...inputs.slice(xs.length)]))(checked);
      const ofWeights = weights.length === 0 ? {} : tf.variableGrads(() => loss(inputs), weights).grads;
      const compare = (found: tf.Tensor, at: tf.Tensor, put: (value: tf.Tensor) => () => number) => {
        const values = at.dataSync().slice() as Float32Array;
        const analytic = found.dataSync();
        const places = [0, Math.floor(values.length / 2), values.length - 1];
        for (const place of places) {
          const moved = (by: number) => {
            const copy = values.slice();
            copy[place]! += by;
            return put(tf.tensor(copy, at.shape))();
          };
          const numeric = (moved(1e-2) - moved(-1e-2)) / 2e-2;
          expect(Math.abs(analytic[place]! - numeric)).toBeLessThanOrEqual(3e-3 + 5e-3 * Math.abs(numeric));
        }
      };
      checked.forEach((x, i) =>
        compare(grads[i]!, x, (value) => () => {
          const given = [...inputs];
          given[i] = value;
          return loss(given).dataSync()[0]!;
        }),
      );
      for (const weight of weights) {
        const own = weight.clone();
        compare(ofWeights[weight.name]!, own, (value) => () => {
          weight.assign(value);
          const result = loss(inputs).dataSync()[0]!;
          weight.assign(own);
          return result;
        });
      }
    }));

  it('is written to a file and read back with the same outputs, and leaks nothing', async () => {
    const net = netOf(one.layer(), one.shapes);
    const [json, weights] = toLayersModelFiles(net);
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(json?.bytes));
    const weightData = (weights?.bytes as Uint8Array<ArrayBuffer>).buffer;
    const loaded = await loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    );
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const inputs = inputsOf(one);
      const [ours, theirs] = [net, loaded].map((m) => (m.predict(inputs) as tf.Tensor).dataSync());
      theirs!.forEach((value, i) => expect(Math.abs(value - ours![i]!)).toBeLessThan(1e-5));
    });
    expect(tf.memory().numTensors).toBe(before);
    net.dispose();
    loaded.dispose();
  });
});

it('has the waves of the paper', () => {
  const waves = sinusoids(3, 4);
  const wanted = [0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)];
  wanted.forEach((value, i) => expect(waves[i]).toBeCloseTo(value, 6));
  expect(waves[8]).toBeCloseTo(Math.sin(2), 6);
});

it('attends by hand: two keys, one query, softmax of (0.5, 0)·√½', () =>
  tf.tidy(() => {
    const net = netOf(multiHeadAttention({ name: 'l', heads: 1 }), [[2, 2]]);
    const eye = [1, 0, 0, 1];
    const identity = [
      ...[0, 1].flatMap((row) => [0, 1, 2].flatMap(() => [row === 0 ? 1 : 0, row === 1 ? 1 : 0])),
    ];
    net.setWeights([tf.tensor(identity, [2, 6]), tf.zeros([6]), tf.tensor(eye, [2, 2]), tf.zeros([2])]);
    const y = (net.predict(tf.tensor([1, 0, 0, 1], [1, 2, 2])) as tf.Tensor).dataSync();
    const share = 1 / (1 + Math.exp(-Math.SQRT1_2));
    [share, 1 - share, 1 - share, share].forEach((value, i) => expect(y[i]).toBeCloseTo(value, 6));
  }));

it('a causal position does not see what comes after it, and a masked key has no share', () =>
  tf.tidy(() => {
    const causal = netOf(multiHeadAttention({ name: 'l', heads: 2, causal: true }), [[4, 6]]);
    const x = random([1, 4, 6], 3);
    const changed = tf.concat([tf.slice(x, [0, 0, 0], [1, 3, 6]), tf.ones([1, 1, 6])], 1);
    const [a, b] = [x, changed].map((given) => (causal.predict(given) as tf.Tensor).dataSync().slice(0, 18));
    expect(a).toEqual(b);
    const masked = netOf(multiHeadAttention({ name: 'l', heads: 2, masked: true }), [[4, 6], [4]]);
    const mask = tf.tensor([1, 1, 1, 0], [1, 4]);
    const [c, d] = [x, changed].map((given) =>
      (masked.predict([given, mask]) as tf.Tensor).dataSync().slice(0, 18),
    );
    expect(c).toEqual(d);
  }));

it('a table that is used at both ends is one weight, with the gradients of both', () =>
  tf.tidy(() => {
    const layer = tokenEmbedding({ name: 'l', vocabulary: 5, width: 3 });
    const tokens = input({ shape: [4] });
    const hidden = layer.apply(tokens) as SymbolicTensor;
    const net = model({ inputs: tokens, outputs: layer.apply(hidden) as never });
    expect(net.weights.length).toBe(1);
    const table = random([5, 3], 9);
    net.setWeights([table]);
    const given = tf.tensor([0, 1, 2, 2], [1, 4]);
    const slope = random([1, 4, 5], 10);
    const weight = net.weights[0]!.read() as tf.Variable;
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.mul(net.apply(given) as tf.Tensor, slope)) as tf.Scalar,
      [weight],
    );
    const found = Object.values(grads)[0]!;
    const byHand = tf.grad((w) => {
      const vectors = tf.matMul(
        tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 2], 'int32'), 5), 'float32'),
        w as tf.Tensor2D,
      );
      return tf.sum(tf.mul(tf.matMul(vectors, w as tf.Tensor2D, false, true), slope));
    })(table);
    found.dataSync().forEach((value, i) => expect(value).toBeCloseTo(byHand.dataSync()[i]!, 4));
  }));

it('prior boxes stand on the middle of every cell, behind the values of their own channels', () =>
  tf.tidy(() => {
    const shapes = [
      [0.2, 0.3],
      [0.5, 0.4],
    ] as const;
    const net = netOf(priorBoxes({ name: 'l', shapes }), [[1, 2, 4]]);
    const rows = (net.predict(tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 2, 4])) as tf.Tensor).arraySync();
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);
    expect(rows).toEqual([
      [
        close([1, 2, 0.25, 0.5, 0.2, 0.3, 0.5, 1]),
        close([3, 4, 0.25, 0.5, 0.5, 0.4, 0.5, 1]),
        close([5, 6, 0.75, 0.5, 0.2, 0.3, 0.5, 1]),
        close([7, 8, 0.75, 0.5, 0.5, 0.4, 0.5, 1]),
      ],
    ]);
    expect(priorGrid(2, 1, [[1, 1]])).toEqual(
      Float32Array.of(0.5, 0.25, 1, 1, 1, 0.5, 0.5, 0.75, 1, 1, 1, 0.5),
    );
  }));

it.each([
  [1, 5, 4],
  [2, 5, 4],
  [3, 7, 8],
  [6, 4, 1],
])('a dilated convolution of rate %i is that of tfjs on %i×%i pixels', (dilationRate, rows, columns) =>
  tf.tidy(() => {
    const net = netOf(dilatedConv({ name: 'l', filters: 3, kernelSize: 3, dilationRate }), [
      [rows, columns, 2],
    ]);
    const x = random([2, rows, columns, 2], 1) as tf.Tensor4D;
    const [kernel, bias] = net.getWeights() as [tf.Tensor4D, tf.Tensor];
    const wanted = tf.add(tf.conv2d(x, kernel, 1, 'same', 'NHWC', dilationRate), bias).dataSync();
    const found = (net.predict(x) as tf.Tensor).dataSync();
    found.forEach((value, i) => expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThan(1e-5));
  }),
);
