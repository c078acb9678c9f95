import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import { notSegmentable } from '../spatial-shape.js';
import { unetFields } from '../unet/fields.js';

export const Unet3dConfig = z.strictObject({
  ...unetFields({ depth: 3, filters: 32, normalization: 'batch' }),
  dropout: dropoutRate(0).describe('share of the values at the bottom that are dropped'),
  classes,
});
export type Unet3dConfig = z.output<typeof Unet3dConfig>;

export const unet3d = defineModel({
  name: 'unet3d',
  summary: '3-D U-Net for volumes: a class for each voxel',
  config: Unet3dConfig,
  tasks: ['segmentation'],
  unfit: (inputShape, { labelShape }, { depth }) =>
    notSegmentable({ inputShape, ...(labelShape && { labelShape }) }, { dimensions: 3, depth }),
  sample: { inputShape: [64, 64, 64, 1], outputs: 2 },
  load: async () => (await import('./build.js')).buildUnet3d,
});
