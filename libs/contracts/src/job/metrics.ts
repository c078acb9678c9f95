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
  z.strictObject({ kind: z.literal('accuracy').describe('share of right classes, tokens or pixels') }),
  z.strictObject({
    kind: z
      .literal('topKAccuracy')
      .describe('share of labels among the k largest outputs, such as `top5Accuracy`; for class numbers'),
    k: z.int().positive().max(1_000).default(5).describe('how many of the largest outputs may be right'),
  }),
  z.strictObject({
    kind: z
      .literal('precisionRecall')
      .describe('`precision`, `recall`, `f1`, with `perClass` also `f1/<class>`; for classes'),
    average: z
      .enum(['macro', 'micro'])
      .default('macro')
      .describe('the mean over classes, or of the counts of all classes together'),
    perClass: z.boolean().default(false).describe('reports every class too'),
  }),
  z.strictObject({
    kind: z
      .literal('confusionMatrix')
      .describe('no number: `confusion/test.csv` and `pictures/confusion.png` of the run; for classes'),
  }),
  z.strictObject({
    kind: z
      .literal('rocAuc')
      .describe(
        "area under the ROC curve of two classes, from probabilities in 1024 bins; a bin's samples are ties",
      ),
  }),
  z.strictObject({
    kind: z.literal('meanAbsoluteError').describe('mean of |z − y| over all outputs; for numbers'),
  }),
  z.strictObject({
    kind: z
      .literal('rootMeanSquaredError')
      .describe('root of the mean of (z − y)² over all outputs; for numbers'),
  }),
  z.strictObject({
    kind: z
      .literal('r2Score')
      .describe('1 − Σ(z − y)² ÷ Σ(y − mean y)², the share of the variance that is told; for numbers'),
  }),
  z.strictObject({
    kind: z
      .literal('forecastSkill')
      .describe(
        "1 − MSE ÷ MSE of the seasonal-naive forecast, and that forecast's error, `naiveRootMeanSquaredError`; needs the column `naive`",
      ),
  }),
  z.strictObject({
    kind: z
      .literal('anomalyAuc')
      .describe(
        "area under the ROC curve when a sample's mean squared error is the score; its bins are 2 % wide; needs the column `anomaly`",
      ),
  }),
  z.strictObject({
    kind: z
      .literal('meanIou')
      .describe('intersection ÷ union, mean over classes, all pixels of the split together'),
    ...overlap,
  }),
  z.strictObject({
    kind: z
      .literal('diceScore')
      .describe('twice the overlap ÷ both sizes, mean over classes, all pixels of the split together'),
    ...overlap,
  }),
  z.strictObject({
    kind: z
      .literal('perplexity')
      .describe('exp of the mean negative log-likelihood of a token; for class numbers'),
  }),
  z.strictObject({
    kind: z
      .literal('exactMatch')
      .describe('share of sequences that are all right; for class numbers and ctc'),
  }),
  z.strictObject({
    kind: z.literal('characterErrorRate').describe('edits ÷ symbols of sequences; for class numbers and ctc'),
  }),
  z.strictObject({
    kind: z
      .literal('bleu')
      .describe('n-grams of sequences up to `order`, with the brevity penalty; for class numbers and ctc'),
    order: z.int().positive().max(8).default(4).describe('longest n-grams that are compared'),
  }),
  z.strictObject({
    kind: z.literal('meanAveragePrecision').describe('`mAP50` and `mAP50-95` of boxes, as COCO defines them'),
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
