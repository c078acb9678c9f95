import { type MetricName, type MetricOptions, metricOptions, type MetricSpec } from '@ringmaster/contracts';
import type { Metric } from '../ports/graph-parts.js';
import { accuracy } from './accuracy.js';
import { anomalyAuc } from './anomaly-auc.js';
import { meanAbsoluteErrorMetric, rootMeanSquaredError } from './errors.js';
import { forecastSkill } from './forecast-skill.js';
import { meanAveragePrecision } from './mean-average-precision.js';
import type { MetricContext } from './metric-context.js';
import { confusionMatrix } from './confusion.js';
import { diceScore, meanIou } from './overlap.js';
import { perplexity } from './perplexity.js';
import { precisionRecall } from './precision-recall.js';
import { r2Score } from './r2-score.js';
import { rocAuc } from './roc-auc.js';
import { bleu, characterErrorRate, exactMatch } from './sequences.js';
import { topKAccuracy } from './top-k-accuracy.js';

type Factory<Options extends MetricOptions> = (options: Options, context: MetricContext) => Metric;

const METRICS: { readonly [Kind in MetricName]: Factory<Extract<MetricOptions, { kind: Kind }>> } = {
  accuracy,
  topKAccuracy,
  precisionRecall,
  confusionMatrix,
  rocAuc,
  meanAbsoluteError: meanAbsoluteErrorMetric,
  rootMeanSquaredError,
  r2Score,
  forecastSkill,
  anomalyAuc,
  meanIou,
  diceScore,
  perplexity,
  exactMatch,
  characterErrorRate,
  bleu,
  meanAveragePrecision,
};

/** A metric of a job document. @throws TrainError `invalid` when it does not fit the loss or the labels */
export function metricOf(spec: MetricSpec, context: MetricContext): Metric {
  const options = metricOptions(spec);
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (METRICS[options.kind] as Factory<MetricOptions>)(options, context);
}
