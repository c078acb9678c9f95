import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import { notSegmentable } from '../spatial-shape.js';
import { unetFields } from './fields.js';

export const UnetConfig = z.strictObject({
  ...unetFields({ depth: 4, filters: 64, normalization: 'none' }),
  dropout: dropoutRate(0).describe('share of the values at the bottom that are dropped'),
  classes,
});
export type UnetConfig = z.output<typeof UnetConfig>;

export const unet = defineModel({
  name: 'unet',
  summary:
    'U-Net for images: a class for each pixel, from a contracting and an expanding path with skip connections',
  config: UnetConfig,
  tasks: ['segmentation'],
  unfit: (inputShape, { labelShape }, { depth }) =>
    notSegmentable({ inputShape, ...(labelShape && { labelShape }) }, { dimensions: 2, depth }),
  sample: { inputShape: [256, 256, 1], outputs: 2 },
  load: async () => (await import('./build.js')).buildUnet,
});
