import { z } from 'zod';
import { classes, dropoutRate, HiddenActivation } from '../activation.js';
import { defineModel } from '../model.js';

export const MlpConfig = z.strictObject({
  hidden: z
    .array(z.int().positive().max(65_536))
    .max(64)
    .default([128])
    .describe('units of each hidden layer; none is a linear model'),
  activation: HiddenActivation.default('relu').describe('after every hidden layer'),
  dropout: dropoutRate(0).describe(
    'share of units dropped after every hidden layer; with `selu` by alpha dropout, which keeps mean and variance',
  ),
  noise: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe('standard deviation of normal noise on what every hidden layer puts out, in training'),
  classes,
});
export type MlpConfig = z.output<typeof MlpConfig>;

export const mlp = defineModel({
  name: 'mlp',
  summary: 'dense layers, for samples of any shape',
  config: MlpConfig,
  unfit: () => undefined,
  sample: { inputShape: [28, 28, 1], outputs: 10 },
  load: async () => (await import('./build.js')).buildMlp,
});
