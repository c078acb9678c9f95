import { z } from 'zod';

const labelSmoothing = z
  .number()
  .min(0)
  .lt(1)
  .default(0)
  .describe('share of the probability that is spread evenly over all classes');

/** Every loss with its options; all have defaults, so that a document may give the name alone. */
export const LossOptions = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sparseCategoricalCrossentropy'), labelSmoothing }),
  z.strictObject({ kind: z.literal('categoricalCrossentropy'), labelSmoothing }),
  z.strictObject({ kind: z.literal('binaryCrossentropy'), labelSmoothing }),
  z.strictObject({ kind: z.literal('meanSquaredError') }),
]);
export type LossOptions = z.output<typeof LossOptions>;
export type LossName = LossOptions['kind'];

export const LOSS_NAMES = LossOptions.options.map(({ shape }) => shape.kind.value);
export const LossName = z.enum(LOSS_NAMES as [LossName, ...LossName[]]);

/** A loss by its name, or with options. */
export const LossSpec = z.union([LossName, LossOptions]);
export type LossSpec = z.output<typeof LossSpec>;

export const lossOptions = (spec: LossSpec): LossOptions =>
  typeof spec === 'string' ? LossOptions.parse({ kind: spec }) : spec;
export const lossName = (spec: LossSpec): LossName => (typeof spec === 'string' ? spec : spec.kind);

/**
 * What a loss compares the model's output with: class numbers (one logit a class), a probability for each class, a
 * probability for each output (two classes need one logit), or numbers.
 */
export type LabelKind = 'classNumbers' | 'probabilities' | 'binary' | 'numbers';

export const LOSS_LABELS: Readonly<Record<LossName, LabelKind>> = {
  sparseCategoricalCrossentropy: 'classNumbers',
  categoricalCrossentropy: 'probabilities',
  binaryCrossentropy: 'binary',
  meanSquaredError: 'numbers',
};
