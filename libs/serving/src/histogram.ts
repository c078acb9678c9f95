/** Counts of values by upper bounds, as Prometheus takes them. */
export interface Histogram {
  observe(value: number): void;
  /** Lines of the text format: cumulative buckets, sum and count. */
  lines(name: string): readonly string[];
}

/** `bounds` are inclusive and grow; values above the last one count in `+Inf`. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let sum = 0;
  return {
    observe(value) {
      const found = bounds.findIndex((bound) => value <= bound);
      const at = found < 0 ? bounds.length : found;
      counts[at] = (counts[at] ?? 0) + 1;
      sum += value;
    },
    lines(name) {
      let total = 0;
      const buckets = counts.map((count, at) => {
        total += count;
        return `${name}_bucket{le="${bounds[at] ?? '+Inf'}"} ${total}`;
      });
      return [...buckets, `${name}_sum ${sum}`, `${name}_count ${total}`];
    },
  };
}
