import type { MetricTable, ShardSums } from '../ports/step-program.js';
import { joinLists } from '../record-codec.js';
import type { StepRecord } from '../record.js';
import type { Delivered } from './tracked-dataset.js';

/** A record that says nothing; the neutral element of merging. */
export const emptyRecord = (metrics: number): StepRecord => ({
  lossSum: 0,
  samples: 0,
  metricSums: new Array<number>(metrics).fill(0),
  finite: true,
  digests: new Map(),
  counts: new Map(),
  control: 'none',
  replicaHashes: new Map(),
});

/** What one shard adds to the record of its step. */
export const shardRecord = (shard: number, sums: ShardSums, { count, digest }: Delivered): StepRecord => ({
  ...emptyRecord(0),
  lossSum: sums.loss,
  samples: sums.samples,
  metricSums: sums.metrics,
  ...(sums.gathered && { gathered: sums.gathered }),
  digests: new Map([[shard, digest]]),
  counts: new Map([[shard, count]]),
});

/** The sums that a record carries. */
export const sumsOf = ({ lossSum, metricSums, samples, gathered }: StepRecord): ShardSums => ({
  loss: lossSum,
  metrics: metricSums,
  samples,
  ...(gathered && { gathered }),
});

export const noSums = ({ width, gathering = 0 }: Pick<MetricTable, 'width' | 'gathering'>): ShardSums => ({
  loss: 0,
  metrics: new Array<number>(width).fill(0),
  samples: 0,
  ...(gathering > 0 && { gathered: Array.from({ length: gathering }, () => []) }),
});

export const addSums = (a: ShardSums, b: ShardSums): ShardSums => ({
  loss: a.loss + b.loss,
  metrics: a.metrics.map((sum, i) => sum + (b.metrics[i] ?? 0)),
  samples: a.samples + b.samples,
  ...(a.gathered && { gathered: joinLists(a.gathered, b.gathered ?? []) }),
});
