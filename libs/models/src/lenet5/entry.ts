import { z } from 'zod';
import { Activation, classes } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

export const Lenet5Config = z.strictObject({
  activation: Activation.default('tanh').describe('after every hidden layer; the original has a scaled tanh'),
  pooling: z.enum(['average', 'max']).default('average').describe('kind of the two 2×2 poolings'),
  classes,
});
export type Lenet5Config = z.output<typeof Lenet5Config>;

export const lenet5 = defineModel({
  name: 'lenet5',
  summary: 'LeNet-5: two convolutions and three dense layers, 61,706 parameters for 28×28 grey digits',
  config: Lenet5Config,
  unfit: (inputShape) => notAnImage(inputShape, 12),
  sample: { inputShape: [28, 28, 1], outputs: 10 },
  load: async () => (await import('./build.js')).buildLenet5,
});
