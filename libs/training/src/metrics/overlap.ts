import type { MetricOptions } from '@ringmaster/contracts';
import type { Metric } from '../ports/graph-parts.js';
import { classesOf, type Confusion, confusionMetric, countsOf, meanOf } from './confusion.js';
import type { MetricContext } from './metric-context.js';

type Options = Extract<MetricOptions, { kind: 'meanIou' | 'diceScore' }>;
type Share = (counts: ReturnType<typeof countsOf>) => readonly [part: number, whole: number];

/** A share of each class that occurs, in labels or predictions, and its mean over them but for the background. */
const meanOver =
  (name: string, of: Share) =>
  ({ background, perClass }: Options, context: MetricContext): Metric => {
    const { classes, classNames } = context.labels;
    if (background !== undefined && classes !== undefined && background >= classes)
      throw context.refuse(`background is ${background}, and classes are numbered from 0 to ${classes - 1}`);
    const finish = (confusion: Confusion) => {
      const shares = classesOf(confusion)
        .map((label) => ({ label, share: of(countsOf(confusion, label)) }))
        .filter(({ share: [, whole] }) => whole > 0)
        .map(({ label, share: [part, whole] }) => ({ label, value: part / whole }));
      const counted = shares.filter(({ label }) => label !== background);
      const each = perClass ? shares : [];
      return {
        [name]: meanOf(counted.map(({ value }) => value)),
        ...Object.fromEntries(
          each.map(({ label, value }) => [`${name}/${classNames?.[label] ?? label}`, value]),
        ),
      };
    };
    return confusionMetric({ names: [name], finish }, context);
  };

/** Mean over classes of right ÷ (right + wrong + missed), of all elements of the split together. */
export const meanIou = meanOver('meanIou', ({ right, wrong, missed }) => [right, right + wrong + missed]);

/** Mean over classes of 2·right ÷ (2·right + wrong + missed), of all elements of the split together. */
export const diceScore = meanOver('diceScore', ({ right, wrong, missed }) => [
  2 * right,
  2 * right + wrong + missed,
]);
