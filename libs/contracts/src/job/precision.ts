import { z } from 'zod';

/** Of powers of two alone scaling and its undoing are exact. */
const powerOfTwo = z
  .number()
  .min(1)
  .max(2 ** 24)
  .refine((scale) => Number.isInteger(Math.log2(scale)), 'must be a power of two');

/** `training.precision`: absent, all is computed in float32. */
export const PrecisionSpec = z.strictObject({
  compute: z
    .enum(['float16', 'bfloat16'])
    .describe(
      'what products and convolutions of training steps are computed in; weights, sums, optimizer and evaluations stay float32',
    ),
  initialScale: powerOfTwo
    .default(32_768)
    .describe('what the loss is multiplied by at first, so that small gradients do not vanish'),
  growthSteps: z
    .int()
    .positive()
    .default(2_000)
    .describe('applied steps after which the scale doubles; it is halved at a step that is not finite'),
});
export type PrecisionSpec = z.output<typeof PrecisionSpec>;
