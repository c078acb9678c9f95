import type { Metric } from '../ports/graph-parts.js';
import type { MetricTable } from '../ports/step-program.js';

/** How the sums of several metrics lie behind each other, and what they come to. */
export function metricTable(metrics: readonly Metric[]): MetricTable {
  let width = 0;
  const placed = metrics.map((metric) => {
    const from = width;
    width += metric.width;
    return { metric, from };
  });
  return {
    width,
    finish: ({ loss, metrics: sums, samples }) => {
      const reported = placed.map(({ metric, from }) =>
        metric.finish(sums.slice(from, from + metric.width), samples),
      );
      return { loss: loss / samples, ...Object.assign({}, ...reported) };
    },
    confusion: ({ metrics: sums }) => {
      const found = placed.find(({ metric }) => metric.confusion !== undefined);
      return found?.metric.confusion?.(sums.slice(found.from, found.from + found.metric.width));
    },
  };
}
