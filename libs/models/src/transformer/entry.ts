import { z } from 'zod';
import { dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import { dividedByHeads, HEADS_DIVIDE, notTokens, transformerSize, vocabulary } from '../sequence-shape.js';

export const TransformerConfig = z
  .strictObject({
    ...transformerSize({ layers: 6, width: 512, heads: 8 }),
    vocabulary: vocabulary.describe(
      'number of different tokens of both languages together; default: the classes of the labels',
    ),
    padding: z
      .int()
      .min(0)
      .default(0)
      .describe('the token that fills up short sequences; nothing attends to it'),
    norm: z
      .enum(['pre', 'post'])
      .default('post')
      .describe('normalise after each addition as in the paper, or before each part, which needs no warm-up'),
    dropout: dropoutRate(0.1).describe(
      'after the embedding and each part of a block, and of attention weights',
    ),
  })
  .refine(dividedByHeads, HEADS_DIVIDE);
export type TransformerConfig = z.output<typeof TransformerConfig>;

export const transformer = defineModel({
  name: 'transformer',
  summary:
    'the encoder–decoder Transformer: a sequence of tokens, and what has been said of its translation, to the next word',
  config: TransformerConfig,
  unfit: notTokens,
  tasks: ['sequenceToSequence'],
  sample: { inputShape: [100], outputs: 37_000 },
  load: async () => (await import('./build.js')).buildTransformer,
});
