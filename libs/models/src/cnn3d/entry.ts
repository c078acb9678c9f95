import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import { notVolumes } from '../spatial-shape.js';

export const Cnn3dConfig = z.strictObject({
  filters: z
    .array(z.int().positive().max(4_096))
    .min(1)
    .max(6)
    .default([16, 32, 64])
    .describe('filters of the convolution of each block; each block halves the sides'),
  kernelSize: z.int().positive().max(9).default(3).describe('side of a filter'),
  normalization: z
    .enum(['none', 'batch', 'group'])
    .default('batch')
    .describe('between each convolution and its ReLU'),
  dense: z.int().positive().max(65_536).default(128).describe('units of the dense layer'),
  dropout: dropoutRate(0.5).describe('share of units dropped after the dense layer'),
  classes,
});
export type Cnn3dConfig = z.output<typeof Cnn3dConfig>;

export const cnn3d = defineModel({
  name: 'cnn3d',
  summary: '3-D convolution blocks, one dense layer with dropout: a class for a volume',
  config: Cnn3dConfig,
  unfit: (inputShape, _, { filters }) => notVolumes(inputShape, 2 ** filters.length),
  sample: { inputShape: [32, 32, 32, 1], outputs: 2 },
  load: async () => (await import('./build.js')).buildCnn3d,
});
