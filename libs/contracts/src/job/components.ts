import { z } from 'zod';

/** A name that is safe as a label, a file name and part of a host name (RFC 1123 label). */
export const Label = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be 1–63 of a–z, 0–9 and "-", not starting or ending with "-"',
  );

/** A registry key such as `lenet5` or `simple-cnn`. */
export const RegistryName = Label;

/**
 * The name of a data set that workers hold, alone or as `name@hash`: at least 12 leading digits of the SHA-256 of its
 * content, which then must be that.
 */
export const DataSource = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(@[0-9a-f]{12,64})?$/,
    'must be a name of a–z, 0–9 and "-", alone or followed by "@" and 12–64 hexadecimal digits of the content\'s hash',
  );

export const OptimizerSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sgd'),
    learningRate: z.number().positive().default(0.01).describe('peak learning rate; the schedule scales it'),
    momentum: z.number().min(0).lt(1).default(0).describe('heavy-ball momentum; 0 is plain SGD'),
  }),
  z.strictObject({
    kind: z.literal('adam'),
    learningRate: z.number().positive().default(0.001).describe('peak learning rate; the schedule scales it'),
    beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the first moment'),
    beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the second moment'),
    epsilon: z.number().positive().default(1e-7).describe('added to the denominator'),
  }),
]);
export type OptimizerSpec = z.output<typeof OptimizerSpec>;

const warmupSteps = z
  .int()
  .min(0)
  .default(0)
  .describe('steps of linear warm-up from 0 to the peak learning rate');

export const ScheduleSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), warmupSteps }),
  z.strictObject({
    kind: z.literal('step'),
    warmupSteps,
    everySteps: z.int().positive().describe('steps between two decays, counted after the warm-up'),
    factor: z.number().gt(0).lte(1).default(0.1).describe('multiplier at each decay'),
  }),
  z.strictObject({
    kind: z.literal('cosine'),
    warmupSteps,
    finalFraction: z.number().min(0).lte(1).default(0).describe('learning rate at the last step ÷ peak'),
  }),
]);
export type ScheduleSpec = z.output<typeof ScheduleSpec>;

export const LOSS_NAMES = [
  'sparseCategoricalCrossentropy',
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
] as const;
export const LossName = z.enum(LOSS_NAMES);
export type LossName = z.output<typeof LossName>;

export const AugmentSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shift'),
    pixels: z
      .int()
      .positive()
      .max(64)
      .describe('largest translation in each direction, in pixels; edges are zero'),
  }),
]);
export type AugmentSpec = z.output<typeof AugmentSpec>;
