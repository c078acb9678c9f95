import type { MetricOptions } from '@ringmaster/contracts';
import type { Metric } from '../ports/graph-parts.js';
import { classesOf, type Confusion, confusionMetric, countsOf, meanOf, ratio } from './confusion.js';
import type { MetricContext } from './metric-context.js';

type Counts = ReturnType<typeof countsOf>;

const measures = ({ right, wrong, missed }: Counts) => ({
  precision: ratio(right, right + wrong),
  recall: ratio(right, right + missed),
  f1: ratio(2 * right, 2 * right + wrong + missed),
});

const total = (counts: readonly Counts[]): Counts =>
  counts.reduce((a, b) => ({
    right: a.right + b.right,
    wrong: a.wrong + b.wrong,
    missed: a.missed + b.missed,
  }));

/**
 * Precision, recall and F1: the mean over classes (`macro`), or of all classes' counts together (`micro`). With `perClass` also
 * of each class, by its name or number (`f1/cat`).
 */
export function precisionRecall(
  { average, perClass }: Extract<MetricOptions, { kind: 'precisionRecall' }>,
  context: MetricContext,
): Metric {
  const finish = (confusion: Confusion) => {
    const counts = classesOf(confusion).map((label) => countsOf(confusion, label));
    const each = counts.map(measures);
    const of = (name: keyof ReturnType<typeof measures>) => meanOf(each.map((one) => one[name]));
    const whole =
      average === 'micro'
        ? measures(total(counts))
        : { precision: of('precision'), recall: of('recall'), f1: of('f1') };
    if (!perClass) return whole;
    const named = each.flatMap((one, label) =>
      Object.entries(one).map(([name, value]) => [
        `${name}/${context.labels.classNames?.[label] ?? label}`,
        value,
      ]),
    );
    return { ...whole, ...(Object.fromEntries(named) as Record<string, number>) };
  };
  return confusionMetric({ names: ['precision', 'recall', 'f1'], finish }, context);
}
