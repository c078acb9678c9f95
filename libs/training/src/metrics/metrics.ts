import { type MetricName, type MetricOptions, metricOptions, type MetricSpec } from '@ringmaster/contracts';
import type { Metric } from '../ports/graph-parts.js';
import { accuracy } from './accuracy.js';
import type { MetricContext } from './metric-context.js';
import { perplexity } from './perplexity.js';

type Factory<Options extends MetricOptions> = (options: Options, context: MetricContext) => Metric;

const METRICS: { readonly [Kind in MetricName]: Factory<Extract<MetricOptions, { kind: Kind }>> } = {
  accuracy,
  perplexity,
};

/** A metric of a job document. @throws TrainError `invalid` when it does not fit the loss or the labels */
export function metricOf(spec: MetricSpec, context: MetricContext): Metric {
  const options = metricOptions(spec);
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (METRICS[options.kind] as Factory<MetricOptions>)(options, context);
}
