import { z } from 'zod';
import { classes, dropoutRate } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';
import { dividedByHeads, HEADS_DIVIDE, transformerSize } from '../sequence-shape.js';

export const VitConfig = z
  .strictObject({
    ...transformerSize({ layers: 12, width: 768, heads: 12 }),
    patch: z
      .int()
      .positive()
      .max(256)
      .default(16)
      .describe('width and height of a patch in pixels; what is left at the edges is not seen'),
    dropout: dropoutRate(0).describe(
      'after the embedding and each part of a block, and of attention weights',
    ),
    classes,
  })
  .refine(dividedByHeads, HEADS_DIVIDE);
export type VitConfig = z.output<typeof VitConfig>;

export const vit = defineModel({
  name: 'vit',
  summary: 'Vision Transformer; ViT-B/16 has 86,567,656 parameters for ImageNet',
  config: VitConfig,
  unfit: (inputShape) => notAnImage(inputShape, 2),
  load: async () => (await import('./build.js')).buildVit,
});
