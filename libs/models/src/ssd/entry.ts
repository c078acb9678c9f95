import { z } from 'zod';
import { classes } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

export const SsdConfig = z.strictObject({
  backbone: z
    .enum(['vgg16', 'simple-cnn'])
    .default('vgg16')
    .describe(
      'VGG-16 as in the paper, or three convolution blocks with batch normalisation for small images',
    ),
  width: z.number().positive().max(4).default(1).describe('multiplies the filters of every convolution'),
  maps: z
    .int()
    .min(1)
    .max(6)
    .default(6)
    .describe(
      'most maps, each coarser than the one before, that boxes are found on; small images have fewer',
    ),
  scales: z
    .array(z.number().positive().max(4))
    .min(2)
    .max(7)
    .optional()
    .describe(
      'sides of the square boxes of each map, relative to the image, and the next one; default: 0.1, then evenly from 0.2 to 0.9 and beyond',
    ),
  ratios: z
    .array(z.array(z.number().gt(1).max(16)).max(8))
    .min(1)
    .max(6)
    .default([[2], [2, 3], [2, 3], [2, 3], [2], [2]])
    .describe('aspect ratios of further boxes of each map, lying and standing, beside two square ones'),
  classes,
});
export type SsdConfig = z.output<typeof SsdConfig>;

export const ssd = defineModel({
  name: 'ssd',
  summary:
    'single-shot detector on maps of several scales; SSD300 with VGG-16 has 8,732 boxes and 26,285,486 parameters for the 20 classes of Pascal VOC; for loss multibox',
  config: SsdConfig,
  unfit: (inputShape) => notAnImage(inputShape, 32),
  tasks: ['detection'],
  sample: { inputShape: [300, 300, 3], outputs: 20 },
  load: async () => (await import('./build.js')).buildSsd,
});
