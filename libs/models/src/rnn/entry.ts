import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';

export const RnnConfig = z.strictObject({
  cell: z.enum(['lstm', 'gru', 'simple']).default('lstm').describe('kind of the recurrent layers'),
  units: z
    .array(z.int().positive().max(16_384))
    .min(1)
    .max(32)
    .default([64])
    .describe('units of each recurrent layer, one on top of the other'),
  bidirectional: z
    .boolean()
    .default(false)
    .describe('each layer reads in both directions, with as many units for each'),
  forgetBias: z
    .number()
    .min(-10)
    .max(10)
    .optional()
    .describe(
      "what the biases of an LSTM's forget gates start with; default: 1; more lets it remember for longer from the start",
    ),
  head: z
    .enum(['last', 'every'])
    .default('last')
    .describe(
      'outputs once, from the last state (classes, forecasts), or at every position (labels of tokens)',
    ),
  vocabulary: z
    .int()
    .min(2)
    .max(1_000_000)
    .optional()
    .describe('number of different tokens, where samples are sequences of token numbers'),
  embedding: z.int().positive().max(16_384).default(32).describe('values of a token vector'),
  dropout: dropoutRate(0).describe('share of values dropped after every recurrent layer'),
  classes,
});
export type RnnConfig = z.output<typeof RnnConfig>;

export const rnn = defineModel({
  name: 'rnn',
  summary:
    'LSTM, GRU or plain recurrent layers, stacked, in one or both directions, for classes, labels and forecasts',
  config: RnnConfig,
  unfit: (inputShape) =>
    inputShape.length === 1 || inputShape.length === 2
      ? undefined
      : 'takes sequences: [time] or [time, features]',
  sample: { inputShape: [100, 32], outputs: 10 },
  load: async () => (await import('./build.js')).buildRnn,
});
