import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { defineModel } from '../model.js';
import {
  dividedByHeads,
  HEADS_DIVIDE,
  initialDeviation,
  notTokens,
  transformerSize,
  vocabulary,
} from '../sequence-shape.js';

export const BertConfig = z
  .strictObject({
    ...transformerSize({ layers: 12, width: 768, heads: 12 }),
    head: z
      .enum(['maskedLanguageModel', 'classification', 'features'])
      .default('maskedLanguageModel')
      .describe(
        'logits of every token; logits of classes from the first position; or what the pooler gives for the first position',
      ),
    vocabulary,
    context: z
      .int()
      .positive()
      .max(65_536)
      .optional()
      .describe('positions that have a vector; default: the length of the samples'),
    padding: z
      .int()
      .min(0)
      .default(0)
      .describe('the token that fills up short sequences; nothing attends to it'),
    separator: z
      .int()
      .min(0)
      .optional()
      .describe('the token that ends a segment; default: everything is of the first segment'),
    deviation: initialDeviation,
    dropout: dropoutRate(0.1).describe(
      'after the embedding and each part of a block, and of attention weights',
    ),
    classes,
  })
  .refine(dividedByHeads, HEADS_DIVIDE);
export type BertConfig = z.output<typeof BertConfig>;

export const bert = defineModel({
  name: 'bert',
  summary:
    'BERT, an encoder for masked language modelling and fine-tuning; BERT-base has 109,482,240 parameters (head `features`)',
  config: BertConfig,
  unfit: notTokens,
  sample: { inputShape: [512], outputs: 30_522 },
  load: async () => (await import('./build.js')).buildBert,
});
