import { TrainError } from '@ringmaster/core';
import type { HostTensor, Metric, ShardSums } from '@ringmaster/training';

export const noShardSums = (metrics: readonly Metric[]): ShardSums => ({
  loss: 0,
  metrics: metrics.flatMap(({ width }) => new Array<number>(width).fill(0)),
  samples: 0,
  ...listsOf(metrics, () => []),
});

/**
 * Sums in float64 and in sample order, so that the result depends on nothing else, of the losses and of what every metric
 * fetched, in this order.
 * @throws TrainError `internal` when a loss or a metric gave other numbers than it promises
 */
export function shardSums(
  count: number,
  metrics: readonly Metric[],
  [losses, ...fetched]: readonly HostTensor[],
): ShardSums {
  if (losses?.data.length !== count)
    throw new TrainError('internal', `a loss gave ${losses?.data.length ?? 0} numbers for ${count} samples`);
  let at = 0;
  const owned = new Map(
    metrics.map((metric) => [metric, fetched.slice(at, (at += metric.fetches ?? 1))] as const),
  );
  const sums = metrics.map((metric) => {
    const own = owned.get(metric) ?? [];
    const found = metric.reduce ? metric.reduce(own) : columnSums(own[0], metric.width);
    if (found.length === metric.width) return found;
    throw new TrainError(
      'internal',
      `the metric ${metric.names.join(', ')} gave ${found.length} sums, ${metric.width} expected`,
    );
  });
  const lists = listsOf(metrics, (gather, metric) => gather(owned.get(metric) ?? []));
  return { loss: sumOf(losses.data), metrics: sums.flat(), samples: count, ...lists };
}

type Gather = NonNullable<Metric['gather']>;

function listsOf(
  metrics: readonly Metric[],
  make: (gather: Gather, metric: Metric) => readonly number[],
): Pick<ShardSums, 'gathered'> {
  const lists = metrics.flatMap((metric) => (metric.gather ? [make(metric.gather, metric)] : []));
  return lists.length > 0 ? { gathered: lists } : {};
}

/** Of `[rows, width]`. */
function columnSums(tensor: HostTensor | undefined, width: number): readonly number[] {
  const sums = new Array<number>(tensor && tensor.data.length % width === 0 ? width : 0).fill(0);
  tensor?.data.forEach((value, i) => (sums[i % width] = (sums[i % width] ?? 0) + value));
  return sums;
}

function sumOf(values: Float32Array | Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
