import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

export const DensenetConfig = z.strictObject({
  depth: z
    .union([z.literal(121), z.literal(161), z.literal(169), z.literal(201)])
    .default(121)
    .describe('121, 161, 169 or 201'),
  stem: z.enum(['large', 'small']).default('large').describe('7×7 convolution and pooling, or one 3×3'),
  growth: z
    .int()
    .positive()
    .max(256)
    .optional()
    .describe('filters that each layer adds; default: 32, and 48 with depth 161'),
  dropout: dropoutRate(0).describe('share of values dropped after every 3×3 convolution'),
  classes,
});
export type DensenetConfig = z.output<typeof DensenetConfig>;

export const densenet = defineModel({
  name: 'densenet',
  summary:
    'DenseNet-121 to DenseNet-201: every layer sees all before it; 7,978,856 parameters at depth 121 for ImageNet',
  config: DensenetConfig,
  unfit: (inputShape) => notAnImage(inputShape, 32),
  load: async () => (await import('./build.js')).buildDensenet,
});
