import { z } from 'zod';

const overlap = {
  background: z
    .int()
    .min(0)
    .optional()
    .describe('number of a class that the mean leaves out: what is everywhere, and what nobody looks for'),
  perClass: z.boolean().default(false).describe('reports every class too'),
};

/** Every metric with its options; all have defaults, so that a document may give the name alone. */
export const MetricOptions = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accuracy') }),
  z.strictObject({
    kind: z.literal('topKAccuracy'),
    k: z.int().positive().max(1_000).default(5).describe('how many of the largest outputs may be right'),
  }),
  z.strictObject({
    kind: z.literal('precisionRecall'),
    average: z
      .enum(['macro', 'micro'])
      .default('macro')
      .describe('the mean over classes, or of the counts of all classes together'),
    perClass: z.boolean().default(false).describe('reports every class too'),
  }),
  z.strictObject({ kind: z.literal('confusionMatrix') }),
  z.strictObject({ kind: z.literal('rocAuc') }),
  z.strictObject({ kind: z.literal('meanAbsoluteError') }),
  z.strictObject({ kind: z.literal('rootMeanSquaredError') }),
  z.strictObject({ kind: z.literal('r2Score') }),
  z.strictObject({ kind: z.literal('forecastSkill') }),
  z.strictObject({ kind: z.literal('anomalyAuc') }),
  z.strictObject({ kind: z.literal('meanIou'), ...overlap }),
  z.strictObject({ kind: z.literal('diceScore'), ...overlap }),
  z.strictObject({ kind: z.literal('perplexity') }),
  z.strictObject({ kind: z.literal('exactMatch') }),
  z.strictObject({ kind: z.literal('characterErrorRate') }),
  z.strictObject({
    kind: z.literal('bleu'),
    order: z.int().positive().max(8).default(4).describe('longest n-grams that are compared'),
  }),
  z.strictObject({
    kind: z.literal('meanAveragePrecision'),
    scoreThreshold: z.number().min(0).lt(1).default(0.01).describe('boxes of a lower score are dropped'),
    overlap: z
      .number()
      .min(0)
      .max(1)
      .default(0.45)
      .describe('of two boxes of a class that overlap by a larger IoU only the better one stays'),
    maxDetections: z.int().positive().max(1_000).default(100).describe('most boxes of an image'),
  }),
]);
export type MetricOptions = z.output<typeof MetricOptions>;
export type MetricName = MetricOptions['kind'];

export const METRIC_NAMES = MetricOptions.options.map(({ shape }) => shape.kind.value);
export const MetricName = z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]);

/** A metric by its name, or with options. */
export const MetricSpec = z.union([MetricName, MetricOptions]);
export type MetricSpec = z.output<typeof MetricSpec>;

export const metricOptions = (spec: MetricSpec): MetricOptions =>
  typeof spec === 'string' ? MetricOptions.parse({ kind: spec }) : spec;

/** Reported numbers of which less is better; of all others more is. */
export const FALLING_METRICS: ReadonlySet<string> = new Set([
  'loss',
  'perplexity',
  'meanAbsoluteError',
  'rootMeanSquaredError',
  'naiveRootMeanSquaredError',
  'characterErrorRate',
]);
