import type { StepRecord } from '@ringmaster/training';

/** The record of one shard, as a step sends it. */
export const benchRecord = (shard: number, lossSum = 0, samples = 1): StepRecord => ({
  lossSum,
  samples,
  metricSums: [],
  finite: true,
  digests: new Map([[shard, BigInt(shard)]]),
  counts: new Map([[shard, samples]]),
  control: 'none',
  replicaHashes: new Map(),
});
