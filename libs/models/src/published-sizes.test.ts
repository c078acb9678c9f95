import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeModel, type ModelContext, MODELS } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const IMAGENET = { inputShape: [224, 224, 3], outputs: 1_000 };
const CIFAR = { inputShape: [32, 32, 3], outputs: 10 };

async function describeEntry(name: string, config: object, context: ModelContext) {
  const entry = MODELS[name];
  if (!entry) throw new Error(`no model ${name}`);
  const build = await entry.load();
  const model: LayersModel = build(entry.config.parse(config), context);
  try {
    return describeModel(model);
  } finally {
    model.dispose();
  }
}

/** Trainable parameters as published with the papers' architectures and their reference implementations. */
const IMAGENET_SIZES = [
  ['alexnet', {}, 61_100_840],
  ['vgg', { depth: 11 }, 132_863_336],
  ['vgg', { depth: 11, batchNorm: true }, 132_868_840],
  ['vgg', { depth: 13 }, 133_047_848],
  ['vgg', { depth: 16 }, 138_357_544],
  ['vgg', { depth: 19 }, 143_667_240],
  ['resnet', { depth: 18 }, 11_689_512],
  ['resnet', { depth: 34 }, 21_797_672],
  ['resnet', { depth: 50 }, 25_557_032],
  ['resnet', { depth: 101 }, 44_549_160],
  ['resnet', { depth: 152 }, 60_192_808],
  ['densenet', { depth: 121 }, 7_978_856],
  ['densenet', { depth: 161 }, 28_681_000],
  ['densenet', { depth: 169 }, 14_149_480],
  ['densenet', { depth: 201 }, 20_013_928],
  ['vit', {}, 86_567_656],
  ['vit', { patch: 32 }, 88_224_232],
  ['vit', { layers: 24, width: 1024, heads: 16 }, 304_326_632],
] as const;

it.each(IMAGENET_SIZES)('%s %j has %i parameters for ImageNet', async (name, config, parameters) => {
  expect((await describeEntry(name, config, IMAGENET)).trainableParameters).toBe(parameters);
});

/** Sizes of the first releases; their weights are zeros here, which take no memory before somebody reads them. */
it.each([
  ['bert', { head: 'features', vocabulary: 30_522 }, 512, 109_482_240],
  ['bert', { head: 'features', vocabulary: 30_522, layers: 24, width: 1024, heads: 16 }, 512, 335_141_888],
  ['gpt', {}, 1024, 124_439_808],
  ['gpt', { layers: 24, width: 1024, heads: 16 }, 1024, 354_823_168],
  ['gpt', { layers: 36, width: 1280, heads: 20 }, 1024, 774_030_080],
] as const)('%s %j has %i tokens and %i parameters', async (name, config, time, parameters) => {
  const context = { inputShape: [time], outputs: 50_257 };
  expect((await describeEntry(name, config, context)).trainableParameters).toBe(parameters);
});

/**
 * Table 3 of the paper, base model: 4·512² for each of 18 attentions, two matrices of 512 × 2,048 for each of 12 blocks,
 * their biases, 30 normalisations, and one table of 37,000 tokens.
 */
it('the transformer has the parameters of its base model', async () => {
  const attention = 4 * (512 * 512 + 512);
  const network = 2 * 512 * 2_048 + 2_048 + 512;
  const wanted = 18 * attention + 12 * network + 30 * 2 * 512 + 37_000 * 512;
  const context = { inputShape: [64], outputs: 37_000, labelShape: [64] };
  expect((await describeEntry('transformer', {}, context)).trainableParameters).toBe(wanted);
});

/**
 * U-Net: of the paper's own architecture (one channel, two classes), and what two reference implementations report, both with
 * batch normalisation: of one for three channels and two classes, and one of half the width for three channels and a mask.
 */
it.each([
  [{}, 1, 2, 31_030_658],
  [{ normalization: 'batch' }, 3, 2, 31_037_698],
  [{ normalization: 'batch', filters: 32 }, 3, 1, 7_763_041],
  [{ up: 'nearest' }, 1, 2, 31_030_658],
])(
  'unet %j has for %i channels and %i outputs %i parameters',
  async (config, channels, outputs, parameters) => {
    const context = { inputShape: [512, 512, channels], outputs };
    expect((await describeEntry('unet', config, context)).trainableParameters).toBe(parameters);
  },
);

/** "The architecture has 19069955 parameters in total": three channels, three classes, scales and offsets not counted. */
it('unet3d has the parameters of its paper', async () => {
  const { layers } = await describeEntry('unet3d', {}, { inputShape: [128, 128, 120, 3], outputs: 3 });
  const counted = layers.filter(({ kind }) => kind.startsWith('Conv'));
  expect(counted.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(19_069_955);
});

/** By hand: three kernels of 27 places, scale and offset a filter, 2·3·4 voxels of 64 filters into 128 units. */
it('cnn3d has the parameters of its blocks', async () => {
  const blocks = 27 * (1 * 16 + 16 * 32 + 32 * 64) + 2 * (16 + 32 + 64);
  const head = (2 * 3 * 4 * 64 + 1) * 128 + 129 * 5;
  const context = { inputShape: [16, 24, 32, 1], outputs: 5 };
  expect((await describeEntry('cnn3d', {}, context)).trainableParameters).toBe(blocks + head);
});

/** By hand, 4 × 4 pixels and one level: kernels at 16, 16, 4, 4, 4 (transposed, each input pixel), 16, 16 and 16 positions. */
it('unet takes the multiply-adds of its kernels, and sees what its windows reach', async () => {
  const context = { inputShape: [4, 4, 1], outputs: 3 };
  const { multiplyAdds, layers } = await describeEntry('unet', { depth: 1, filters: 2 }, context);
  const full = 9 * (1 * 2 + 2 * 2) + 9 * (4 * 2 + 2 * 2) + 2 * 3;
  const half = 9 * (2 * 4 + 4 * 4) + 4 * 4 * 2;
  expect(multiplyAdds).toBe(16 * full + 4 * half);
  const field = (name: string) => layers.find((layer) => layer.name === name)?.receptiveField;
  // 5 after two windows of 3, 6 pooled, 14 after two more at a jump of 2, and again 4 at a jump of 1.
  expect([field('bottom_2_relu'), field('up1_up'), field('logits')]).toEqual([
    [14, 14],
    [14, 14],
    [18, 18],
  ]);
});

/** Weights by hand: 4·units·(inputs + units + 1) for an LSTM, 3·units·(inputs + units + 2) for a GRU. */
it.each([
  ['lstm', false, 4 * 5 * (3 + 5 + 1) + (5 + 1) * 2],
  ['gru', false, 3 * 5 * (3 + 5 + 2) + (5 + 1) * 2],
  ['simple', false, 5 * (3 + 5 + 1) + (5 + 1) * 2],
  ['lstm', true, 2 * 4 * 5 * (3 + 5 + 1) + (10 + 1) * 2],
])('rnn of %s (bidirectional: %s) has %i parameters', async (cell, bidirectional, parameters) => {
  const context = { inputShape: [7, 3], outputs: 2 };
  const described = await describeEntry('rnn', { cell, bidirectional, units: [5] }, context);
  expect(described.trainableParameters).toBe(parameters);
});

/**
 * Of the detectors' reference implementations: Tiny YOLOv2 and SSD300 for Pascal VOC, SSD300 for COCO with its 90 numbers; the
 * rows are one for each of 13·13·5 anchors, and the 8,732 default boxes of the paper.
 */
it.each([
  ['yolo', { side: 416, classes: 20, boxes: 845 }, 15_861_773],
  ['ssd', { side: 300, classes: 20, boxes: 8_732 }, 26_285_486],
  ['ssd', { side: 300, classes: 90, boxes: 8_732 }, 35_641_826],
])('%s of %j has %i parameters', async (name, { side, classes, boxes }, parameters) => {
  const described = await describeEntry(name, {}, { inputShape: [side, side, 3], outputs: classes });
  expect(described.trainableParameters).toBe(parameters);
  expect(described.layers.at(-1)?.outputShape).toEqual([boxes, 5 + classes + 6]);
});

/** Multiply-adds by hand: 12·width² for the kernels of a block at each place, 2·time·width for its products, and the logits. */
it('gpt takes the multiply-adds of its kernels, products and logits', async () => {
  const [time, width, tokens] = [16, 8, 11];
  const config = { layers: 2, width, heads: 2 };
  const { multiplyAdds } = await describeEntry('gpt', config, { inputShape: [time], outputs: tokens });
  expect(multiplyAdds).toBe(time * (2 * (12 * width * width + 2 * time * width) + width * tokens));
});

/** By hand from section 4.2 of the ResNet paper, with projections where the shapes differ. */
it.each([
  [20, 272_474],
  [32, 466_906],
  [44, 661_338],
  [56, 855_770],
  [110, 1_730_714],
])('resnet of depth %i has %i parameters for 32×32 images of 10 classes', async (depth, parameters) => {
  expect((await describeEntry('resnet', { depth }, CIFAR)).trainableParameters).toBe(parameters);
});

/** Output shapes as in the tables of the papers, for 224×224 pixels. */
const SHAPES = [
  ['alexnet', {}, { conv1: [55, 55, 64], pool1: [27, 27, 64], pool2: [13, 13, 192], pool5: [6, 6, 256] }],
  [
    'vgg',
    { depth: 16 },
    { pool1: [112, 112, 64], pool3: [28, 28, 256], conv5_3: [14, 14, 512], pool5: [7, 7, 512] },
  ],
  [
    'resnet',
    { depth: 50 },
    {
      stem_conv: [112, 112, 64],
      stem_pool: [56, 56, 64],
      stage1_block3_relu: [56, 56, 256],
      stage2_block4_relu: [28, 28, 512],
      stage3_block6_relu: [14, 14, 1024],
      stage4_block3_relu: [7, 7, 2048],
    },
  ],
  [
    'densenet',
    { depth: 121 },
    {
      stem_pool: [56, 56, 64],
      block1_layer6_concat: [56, 56, 256],
      transition1_pool: [28, 28, 128],
      block2_layer12_concat: [28, 28, 512],
      transition3_pool: [7, 7, 512],
      block4_layer16_concat: [7, 7, 1024],
    },
  ],
] as const;

/** Table of the SSD paper, figure 2. */
it('ssd has the maps of SSD300', async () => {
  const { layers } = await describeEntry('ssd', {}, { inputShape: [300, 300, 3], outputs: 20 });
  const shapes = new Map(layers.map((layer) => [layer.name, layer.outputShape]));
  const wanted = {
    ...{ conv4_3_norm: [38, 38, 512], fc7_relu: [19, 19, 1024], conv8_2_relu: [10, 10, 512] },
    ...{ conv9_2_relu: [5, 5, 256], conv10_2_relu: [3, 3, 256], conv11_2_relu: [1, 1, 256] },
  };
  for (const [layer, shape] of Object.entries(wanted)) expect(shapes.get(layer), layer).toEqual(shape);
});

describe.each(SHAPES)('%s %j for ImageNet', (name, config, wanted) => {
  it('has the shapes of its paper', async () => {
    const { layers } = await describeEntry(name, config, IMAGENET);
    const shapes = new Map(layers.map((layer) => [layer.name, layer.outputShape]));
    for (const [layer, shape] of Object.entries(wanted)) expect(shapes.get(layer), layer).toEqual(shape);
  });
});

/** Multiply-adds of one forward pass in 10⁹, as reference implementations report them. */
it.each([
  ['alexnet', {}, 0.714],
  ['vgg', { depth: 16 }, 15.47],
  ['resnet', { depth: 18 }, 1.814],
  ['resnet', { depth: 50 }, 4.089],
  ['densenet', { depth: 121 }, 2.834],
])('%s %j takes %d·10⁹ multiply-adds for ImageNet', async (name, config, billions) => {
  const { multiplyAdds } = await describeEntry(name, config, IMAGENET);
  expect(multiplyAdds / 1e9).toBeCloseTo(billions, 3);
});

/** Worked out by hand, layer by layer. */
it.each([
  ['alexnet', {}, 'conv1', 11],
  ['alexnet', {}, 'pool5', 195],
  ['vgg', { depth: 16 }, 'pool5', 212],
  ['resnet', { depth: 50 }, 'stem_pool', 11],
  ['resnet', { depth: 50 }, 'stage4_block3_relu', 427],
])('%s %j sees %s with a receptive field of %i pixels', async (name, config, layer, pixels) => {
  const { layers } = await describeEntry(name, config, IMAGENET);
  expect(layers.find((found) => found.name === layer)?.receptiveField).toEqual([pixels, pixels]);
  expect(layers.at(-1)?.receptiveField).toBe('all');
});
