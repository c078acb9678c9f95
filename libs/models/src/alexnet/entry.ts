import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

export const AlexnetConfig = z.strictObject({
  width: z.number().positive().max(4).default(1).describe('multiplies the filters of every convolution'),
  dense: z.int().positive().max(65_536).default(4_096).describe('units of the two hidden dense layers'),
  dropout: dropoutRate(0.5).describe('share of units dropped before each hidden dense layer'),
  classes,
});
export type AlexnetConfig = z.output<typeof AlexnetConfig>;

export const alexnet = defineModel({
  name: 'alexnet',
  summary: 'AlexNet on one device: five convolutions, three dense layers; 61,100,840 parameters for ImageNet',
  config: AlexnetConfig,
  unfit: (inputShape) => notAnImage(inputShape, 63),
  load: async () => (await import('./build.js')).buildAlexnet,
});
