import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { canonicalJson, changedFixedFields } from './fixed-fields.js';
import type { CheckpointManifest } from './manifest.js';

/** Whether a checkpoint lies between two epochs: nothing of the running one was delivered yet. */
export const isEpochStart = ({ progress }: CheckpointManifest): boolean => /^0+$/.test(progress.epoch.digest);

/** @throws TrainError `incompatible` naming the first field that differs, and both values */
export function requireCompatible(manifest: CheckpointManifest, job: ResolvedJob, datasetHash: string): void {
  const refuse = (field: string, theirs: string, ours: string): never => {
    throw new TrainError(
      'incompatible',
      `the checkpoint of step ${manifest.step} cannot be resumed by this job: ${field} was ${theirs}, is now ${ours}`,
      { details: { field } },
    );
  };
  const [first] = changedFixedFields(manifest.job, job, isEpochStart(manifest));
  if (first) refuse(first.path, first.before, first.after);
  if (manifest.dataset.hash !== datasetHash)
    refuse('the hash of the data set', manifest.dataset.hash, datasetHash);
}

/**
 * The statistics are fitted on the training split alone, so equal data gives equal ones; anything else would feed the
 * model other inputs than it was trained on.
 * @throws TrainError `incompatible`
 */
export function requireSameNormalizer(manifest: CheckpointManifest, normalizer: unknown): void {
  if (canonicalJson(manifest.normalizer) === canonicalJson(normalizer)) return;
  throw new TrainError(
    'incompatible',
    `the checkpoint of step ${manifest.step} was trained with other normaliser statistics than this data set gives`,
  );
}
