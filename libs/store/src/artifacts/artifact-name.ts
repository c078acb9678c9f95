import { join, resolve, sep } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** Parts never begin with a dot: `.`, `..` and our own hidden files are out of reach of every name. */
const PART = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const JOB_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws TrainError `invalid` */
export function checkArtifactName(name: string): string {
  const parts = name.split('/');
  if (name.length > LIMITS.artifactNameBytes || !parts.every((part) => PART.test(part)))
    throw new TrainError(
      'invalid',
      `artifact name ${JSON.stringify(name.slice(0, 80))}: use letters, digits, ".", "_", "-" and "/" between parts, ` +
        `no part may begin with ".", at most ${LIMITS.artifactNameBytes} characters`,
    );
  return name;
}

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
