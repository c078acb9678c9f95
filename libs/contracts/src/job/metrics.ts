import { z } from 'zod';

/** Every metric with its options; all have defaults, so that a document may give the name alone. */
export const MetricOptions = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accuracy') }),
  z.strictObject({ kind: z.literal('perplexity') }),
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
export const FALLING_METRICS: ReadonlySet<string> = new Set(['loss', 'perplexity']);
