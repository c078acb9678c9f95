import type { Metric } from '../ports/graph-parts.js';
import type { MetricTable } from '../ports/step-program.js';

/** How the sums of several metrics lie behind each other, and what they come to. */
export function metricTable(metrics: readonly Metric[]): MetricTable {
  let [width, gathering] = [0, 0];
  const placed = metrics.map((metric) => {
    const [from, list] = [width, gathering];
    width += metric.width;
    if (metric.gather) gathering += 1;
    return { metric, from, list };
  });
  return {
    width,
    gathering,
    finish: ({ loss, metrics: sums, samples, gathered = [] }) => {
      const reported = placed.map(({ metric, from, list }) =>
        metric.finish(
          sums.slice(from, from + metric.width),
          samples,
          (metric.gather && gathered[list]) ?? [],
        ),
      );
      return { loss: loss / samples, ...Object.assign({}, ...reported) };
    },
    confusion: ({ metrics: sums }) => {
      const found = placed.find(({ metric }) => metric.confusion !== undefined);
      return found?.metric.confusion?.(sums.slice(found.from, found.from + found.metric.width));
    },
  };
}
