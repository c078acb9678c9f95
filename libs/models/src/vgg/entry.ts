import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

export const VggConfig = z.strictObject({
  depth: z
    .union([z.literal(11), z.literal(13), z.literal(16), z.literal(19)])
    .default(16)
    .describe('layers with weights: 11, 13, 16 or 19 (configurations A, B, D and E of the paper)'),
  batchNorm: z.boolean().default(false).describe('normalise after every convolution; the paper does not'),
  width: z.number().positive().max(4).default(1).describe('multiplies the filters of every convolution'),
  dense: z.int().positive().max(65_536).default(4_096).describe('units of the two hidden dense layers'),
  dropout: dropoutRate(0.5).describe('share of units dropped after each hidden dense layer'),
  classes,
});
export type VggConfig = z.output<typeof VggConfig>;

export const vgg = defineModel({
  name: 'vgg',
  summary:
    'VGG-11 to VGG-19: 3×3 convolutions in five stages; VGG-16 has 138,357,544 parameters for ImageNet',
  config: VggConfig,
  unfit: (inputShape) => notAnImage(inputShape, 32),
  load: async () => (await import('./build.js')).buildVgg,
});
