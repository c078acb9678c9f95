import { z } from 'zod';
import { classes } from '../activation.js';
import { notAnImage } from '../image-shape.js';
import { defineModel } from '../model.js';

const FOUR_STAGES = [18, 34, 50, 101, 152] as const;
const DEPTHS = [...FOUR_STAGES, 20, 32, 44, 56, 110] as const;

const hasFourStages = (depth: number): boolean => (FOUR_STAGES as readonly number[]).includes(depth);

export const ResnetConfig = z
  .strictObject({
    depth: z
      .union(DEPTHS.map((depth) => z.literal(depth)) as [z.ZodLiteral<(typeof DEPTHS)[number]>])
      .default(18)
      .describe('18, 34, 50, 101, 152: four stages; 20, 32, 44, 56, 110: the three stages for 32×32 pixels'),
    stem: z
      .enum(['large', 'small'])
      .optional()
      .describe(
        '7×7 convolution and pooling, or one 3×3; default: large with four stages; three take only small',
      ),
    width: z.number().positive().max(4).default(1).describe('multiplies the filters of every convolution'),
    zeroInitResidual: z
      .boolean()
      .default(false)
      .describe('the last scale of each block starts at 0, so that each starts as the identity'),
    classes,
  })
  .refine(({ depth, stem }) => stem !== 'large' || hasFourStages(depth), {
    path: ['stem'],
    message: 'a network of three stages takes only the small stem',
  });
export type ResnetConfig = z.output<typeof ResnetConfig>;

export const resnet = defineModel({
  name: 'resnet',
  summary:
    'ResNet-18 to ResNet-152, and ResNet-20 to ResNet-110 for small images; ResNet-50 has 25,557,032 parameters for ImageNet',
  config: ResnetConfig,
  unfit: (inputShape) => notAnImage(inputShape, 8),
  load: async () => (await import('./build.js')).buildResnet,
});
