import { z } from 'zod';

const keep = z.int().positive().max(65_536).describe('features that stay');

/** Which features of a table stay; decided by the training rows alone. */
export const SelectSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('variance').describe('those that vary'),
    above: z
      .number()
      .min(0)
      .default(0)
      .describe('variance that a feature must exceed; 0 drops constant ones'),
  }),
  z.strictObject({
    kind: z.literal('mutualInformation').describe('those that, each on its own, tell most about the label'),
    keep,
    bins: z
      .int()
      .min(2)
      .max(256)
      .default(16)
      .describe('into so many equally full bins a feature, and a number to predict, are cut'),
  }),
  z.strictObject({
    kind: z
      .literal('recursiveElimination')
      .describe('those that are left when a linear model has again and again lost the one it needs least'),
    keep,
  }),
]);
export type SelectSpec = z.output<typeof SelectSpec>;

/** Why a selection needs a table in memory; undefined where it does not. */
export const heldWhole = (spec: SelectSpec | undefined): string | undefined =>
  spec?.kind === 'recursiveElimination'
    ? 'recursiveElimination (data.config.select) looks at all training rows at once: say mutualInformation or variance, or leave data.memory out'
    : undefined;
