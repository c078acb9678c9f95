import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

const filters = z.int().positive().max(4_096);

export const SimpleCnnConfig = z.strictObject({
  filters: z
    .tuple([filters, filters, filters])
    .default([32, 64, 128])
    .describe('filters of the three convolutions'),
  kernelSize: z.int().positive().max(15).default(3).describe('width and height of a filter'),
  dense: z.int().positive().max(65_536).default(512).describe('units of the dense layer'),
  dropout: dropoutRate(0.5).describe('share of units dropped after the dense layer'),
  classes,
});
export type SimpleCnnConfig = z.output<typeof SimpleCnnConfig>;

export const simpleCnn = defineModel({
  name: 'simple-cnn',
  summary: 'three convolution blocks with batch normalisation, one dense layer with dropout',
  config: SimpleCnnConfig,
  unfit: (inputShape) => notAnImage(inputShape, 8),
  sample: { inputShape: [32, 32, 3], outputs: 10 },
  load: async () => (await import('./build.js')).buildSimpleCnn,
});
