import { LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';
import type { DatasetInfo } from '@ringmaster/data';
import type { JobParts } from '../trainer/parts.js';
import { BatchThreadPool } from './thread-pool.js';

interface BatchThreadsOptions {
  /** The worker app's `batches` entry. */
  readonly entry: URL;
  /** Of this rank. */
  readonly cpuThreads: number;
  readonly logger: Logger;
}

/** The threads that prepare a job's batches; undefined where its document, or its data, wants none. */
export function openBatchThreads(
  parts: Pick<JobParts, 'dataset' | 'sharedPipeline'>,
  job: ResolvedJob,
  { entry, cpuThreads, logger }: BatchThreadsOptions,
): BatchThreadPool | undefined {
  const { data, training } = job;
  const { dataset } = parts;
  const threads =
    data.workers ??
    (data.augment.length > 0 || dataset.readsFiles ? Math.min(cpuThreads, LIMITS.dataThreads) : 0);
  if (threads === 0) return undefined;
  const pipeline = parts.sharedPipeline();
  if (!pipeline) {
    logger.warn(
      `data.workers: samples of ${data.dataset} are made when they are read, so threads have nothing to do`,
    );
    return undefined;
  }
  const samples = Math.ceil(data.batchSize / training.shards / training.accumulate);
  const depth = batchesAhead(threads, samples * sampleBytes(dataset.info));
  return new BatchThreadPool({ entry, threads, depth, pipeline, dataset });
}

/** Each thread some, in all no more than fits, along with as many of an evaluation; at least one while another is used. */
const batchesAhead = (threads: number, batchBytes: number): number =>
  Math.max(
    2,
    Math.min(threads * LIMITS.batchesAheadOfThread, Math.floor(LIMITS.batchesAheadBytes / 2 / batchBytes)),
  );

/** Every value takes four bytes; labels may become a probability for each class. */
function sampleBytes({ inputShape, labelShape, classes = 1, extras = {} }: DatasetInfo): number {
  const sizes = [inputShape, [...labelShape, classes], ...Object.values(extras).map(({ shape }) => shape)];
  return sizes.reduce((sum, shape) => sum + 4 * shape.reduce((product, dim) => product * dim, 1), 0);
}
