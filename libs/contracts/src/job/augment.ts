import { z } from 'zod';

const probability = z
  .number()
  .gt(0)
  .lte(1)
  .optional()
  .describe('share of the samples that it is applied to; default: all of them');
const fill = z
  .enum(['zero', 'edge', 'reflect'])
  .default('zero')
  .describe('what comes in from outside: zeros, the nearest pixel, or the picture mirrored at its edge');
const factor = z.number().gt(0).lt(1).describe('the strength is drawn uniformly from 1 − this … 1 + this');
const alpha = z.number().positive().max(100).describe('the share of each sample is drawn from Beta(α, α)');
const range = (low: number, high: number) =>
  z
    .tuple([z.number().min(low).max(high), z.number().min(low).max(high)])
    .refine(([from, to]) => from <= to, 'the first number must not be larger than the second');

/** What `data.augment` is a list of. Raw values, before normalisation; images of files lie in 0…1. */
export const AugmentSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shift').describe('moves by whole pixels'),
    pixels: z
      .int()
      .positive()
      .max(64)
      .describe('largest translation in each direction, in pixels; edges are zero'),
    probability,
  }),
  z.strictObject({
    kind: z.literal('translate').describe('moves by parts of a pixel, interpolated'),
    fraction: z.number().gt(0).lt(1).describe('largest translation ÷ side, in each direction'),
    fill,
    probability,
  }),
  z.strictObject({
    kind: z.literal('flip').describe('mirrors'),
    axis: z
      .enum(['horizontal', 'vertical'])
      .default('horizontal')
      .describe('left and right, or top and bottom, change places'),
    probability: z.number().gt(0).lte(1).default(0.5).describe('share of the samples that are mirrored'),
  }),
  z.strictObject({
    kind: z.literal('quarterTurns').describe('turns square images by 0, 90, 180 or 270 degrees, exactly'),
    probability,
  }),
  z.strictObject({
    kind: z.literal('rotate').describe('turns around the middle'),
    degrees: z.number().gt(0).lte(180).describe('largest angle in each direction'),
    fill,
    probability,
  }),
  z.strictObject({
    kind: z.literal('scale').describe('magnifies around the middle'),
    factor: range(0.1, 10).describe('the magnification is drawn uniformly from between these two'),
    fill,
    probability,
  }),
  z.strictObject({
    kind: z.literal('shear').describe('slants along both axes'),
    degrees: z.number().gt(0).lt(60).describe('largest angle in each direction'),
    fill,
    probability,
  }),
  z.strictObject({
    kind: z.literal('crop').describe('pads, then cuts a sample of the old size out at a random place'),
    padding: z.int().positive().max(128).describe('pixels added on each side'),
    fill,
    probability,
  }),
  z.strictObject({
    kind: z.literal('centreCrop').describe('cuts the middle out and scales it to the old size'),
    fraction: z.number().gt(0).lt(1).describe('side of what is cut out ÷ side of the image'),
    probability,
  }),
  z.strictObject({
    kind: z
      .literal('resizedCrop')
      .describe('cuts a random rectangle out and scales it to the old size (Szegedy et al. 2015)'),
    area: range(0.01, 1).default([0.08, 1]).describe('area of the rectangle ÷ area of the image'),
    ratio: range(0.1, 10)
      .default([3 / 4, 4 / 3])
      .describe('width ÷ height of the rectangle, relative to the image'),
    probability,
  }),
  z.strictObject({ kind: z.literal('brightness').describe('multiplies all values'), factor, probability }),
  z.strictObject({
    kind: z.literal('contrast').describe('stretches values away from the mean luma'),
    factor,
    probability,
  }),
  z.strictObject({
    kind: z.literal('saturation').describe('stretches colours away from grey; RGB images'),
    factor,
    probability,
  }),
  z.strictObject({
    kind: z.literal('hue').describe('turns colours around the grey axis and keeps luma; RGB images'),
    degrees: z.number().gt(0).lte(180).describe('largest angle in each direction'),
    probability,
  }),
  z.strictObject({
    kind: z.literal('grayscale').describe('takes the colour away; RGB images'),
    probability: z.number().gt(0).lte(1).default(0.1).describe('share of the samples that lose their colour'),
  }),
  z.strictObject({
    kind: z.literal('noise').describe('adds normal noise to every value; samples of any shape'),
    std: z.number().positive().max(1e6).describe('its standard deviation, in units of the raw values'),
    probability,
  }),
  z.strictObject({
    kind: z.literal('cutout').describe('blanks squares out (DeVries and Taylor 2017)'),
    pixels: z.int().positive().max(4_096).describe('side of a square; it may reach over the edge'),
    count: z.int().positive().max(64).default(1).describe('squares'),
    probability,
  }),
  z.strictObject({
    kind: z
      .literal('mixup')
      .describe('blends a sample and its label with another training sample (Zhang et al. 2018); any shape'),
    alpha: alpha.default(0.2),
    probability,
  }),
  z.strictObject({
    kind: z
      .literal('cutmix')
      .describe('pastes a rectangle of another training sample and blends labels by area (Yun et al. 2019)'),
    alpha: alpha.default(1),
    probability,
  }),
  z.strictObject({
    kind: z
      .literal('randAugment')
      .describe('operations drawn from a table of 14, all of one strength (Cubuk et al. 2020)'),
    operations: z.int().positive().max(8).default(2).describe('how many, one after the other'),
    magnitude: z.number().min(0).max(30).default(9).describe('their strength, 0 to 30'),
    probability,
  }),
]);
export type AugmentSpec = z.output<typeof AugmentSpec>;
export type AugmentKind = AugmentSpec['kind'];

/** Kinds that need a second sample, and labels that can be blended. */
export const MIXING_KINDS = ['mixup', 'cutmix'] as const satisfies readonly AugmentKind[];
export const isMixing = ({ kind }: AugmentSpec): boolean =>
  (MIXING_KINDS as readonly string[]).includes(kind);

/** The document's list. Each mixing doubles what is read for a sample. */
export const AugmentList = z
  .array(AugmentSpec)
  .max(16)
  .refine((list) => list.filter(isMixing).length <= 2, 'at most two of mixup and cutmix together');
