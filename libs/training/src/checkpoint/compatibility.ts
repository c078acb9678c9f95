import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { CheckpointManifest } from './manifest.js';

/**
 * What must be the same for a run to go on from a checkpoint: everything that its past steps depended on. What only
 * shapes the future (epochs, schedule, clipping, cadences, workers, limits) may change.
 */
const FIELDS: Readonly<Record<string, (job: ResolvedJob) => unknown>> = {
  'model.name': (job) => job.model.name,
  'model.config': (job) => job.model.config,
  'data.dataset': (job) => job.data.dataset,
  'data.config': (job) => job.data.config,
  'data.batchSize': (job) => job.data.batchSize,
  'data.normalize': (job) => job.data.normalize,
  'data.augment': (job) => job.data.augment,
  loss: (job) => job.loss,
  optimizer: (job) => job.optimizer,
  'training.seed': (job) => job.training.seed,
  'training.shards': (job) => job.training.shards,
  'training.accumulate': (job) => job.training.accumulate,
  'training.ema': (job) => job.training.ema ?? 'none',
};

/** @throws TrainError `incompatible` naming the first field that differs, and both values */
export function requireCompatible(manifest: CheckpointManifest, job: ResolvedJob, datasetHash: string): void {
  const refuse = (field: string, theirs: string, ours: string): never => {
    throw new TrainError(
      'incompatible',
      `the checkpoint of step ${manifest.step} cannot be resumed by this job: ${field} was ${theirs}, is now ${ours}`,
      { details: { field } },
    );
  };
  for (const [field, read] of Object.entries(FIELDS)) {
    const [theirs, ours] = [canonical(read(manifest.job)), canonical(read(job))];
    if (theirs !== ours) refuse(field, theirs, ours);
  }
  if (manifest.dataset.hash !== datasetHash)
    refuse('the hash of the data set', manifest.dataset.hash, datasetHash);
}

/**
 * The statistics are fitted on the training split alone, so equal data gives equal ones; anything else would feed the
 * model other inputs than it was trained on.
 * @throws TrainError `incompatible`
 */
export function requireSameNormalizer(manifest: CheckpointManifest, normalizer: unknown): void {
  if (canonical(manifest.normalizer) === canonical(normalizer)) return;
  throw new TrainError(
    'incompatible',
    `the checkpoint of step ${manifest.step} was trained with other normaliser statistics than this data set gives`,
  );
}

/** JSON with sorted keys: equal for equal values, whatever order they were written in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
