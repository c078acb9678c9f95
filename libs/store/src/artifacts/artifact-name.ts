import { join, resolve, sep } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { checkArtifactName } from '@ringmaster/training';

const JOB_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws TrainError `invalid` */
export function checkJobId(jobId: string): string {
  if (!JOB_ID.test(jobId))
    throw new TrainError('invalid', `job id ${JSON.stringify(jobId.slice(0, 80))}: use a-z, 0-9 and "-"`);
  return jobId;
}

/** The directory of a job's artifacts. @throws TrainError `invalid` */
export function jobDirectory(root: string, jobId: string): string {
  return join(resolve(root), checkJobId(jobId));
}

/** Where an artifact lies: always strictly below the job's directory. @throws TrainError `invalid` */
export function artifactPath(directory: string, name: string): string {
  const path = resolve(directory, checkArtifactName(name));
  if (!path.startsWith(directory + sep))
    throw new TrainError('invalid', `artifact name ${JSON.stringify(name)}`);
  return path;
}
