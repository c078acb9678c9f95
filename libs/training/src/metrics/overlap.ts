import type { Metric } from '../ports/graph-parts.js';
import { classesOf, confusionMetric, countsOf, meanOf } from './confusion.js';
import type { MetricContext } from './metric-context.js';

/** Of the classes that occur, in labels or predictions. */
const meanOver =
  (name: string, of: (counts: ReturnType<typeof countsOf>) => readonly [part: number, whole: number]) =>
  (_options: object, context: MetricContext): Metric =>
    confusionMetric(
      {
        names: [name],
        finish: (confusion) => {
          const shares = classesOf(confusion)
            .map((label) => of(countsOf(confusion, label)))
            .filter(([, whole]) => whole > 0);
          return { [name]: meanOf(shares.map(([part, whole]) => part / whole)) };
        },
      },
      context,
    );

/** Mean over classes of right ÷ (right + wrong + missed), of all elements of the split together. */
export const meanIou = meanOver('meanIou', ({ right, wrong, missed }) => [right, right + wrong + missed]);

/** Mean over classes of 2·right ÷ (2·right + wrong + missed), of all elements of the split together. */
export const diceScore = meanOver('diceScore', ({ right, wrong, missed }) => [
  2 * right,
  2 * right + wrong + missed,
]);
