import { z } from 'zod';
import { dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import {
  dividedByHeads,
  HEADS_DIVIDE,
  initialDeviation,
  notTokens,
  transformerSize,
} from '../sequence-shape.js';

export const GptConfig = z
  .strictObject({
    ...transformerSize({ layers: 12, width: 768, heads: 12 }),
    context: z
      .int()
      .positive()
      .max(65_536)
      .optional()
      .describe('positions that have a vector; default: the length of the samples'),
    deviation: initialDeviation,
    dropout: dropoutRate(0.1).describe(
      'after the embedding and each part of a block, and of attention weights',
    ),
    tied: z
      .boolean()
      .default(true)
      .describe(
        'logits compare with the table of the input tokens; otherwise they have a kernel of their own',
      ),
  })
  .refine(dividedByHeads, HEADS_DIVIDE);
export type GptConfig = z.output<typeof GptConfig>;

export const gpt = defineModel({
  name: 'gpt',
  summary:
    'GPT-2, a causal language model; 124,439,808 parameters at its defaults for 50,257 tokens and a context of 1,024',
  config: GptConfig,
  unfit: notTokens,
  tasks: ['languageModel'],
  sample: { inputShape: [1_024], outputs: 50_257 },
  load: async () => (await import('./build.js')).buildGpt,
});
