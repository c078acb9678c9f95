import { createHmac } from 'node:crypto';
import { sameSecret } from '@ringmaster/rpc';

/** What an artifact token allows. */
export interface ArtifactGrant {
  readonly jobId: string;
  readonly attempt: number;
}

/** Secrets of jobs, derived from the home's token: a restarted coordinator knows them again without storing any. */
export interface JobSecrets {
  /** 32 bytes that the ranks of one attempt share; `nonce` is that of its generations. */
  dataPlane(jobId: string, attempt: number, nonce: string): Uint8Array;
  /** For one attempt of one job: with the attempt it ends, but for checkpoints that come late. */
  artifactToken(grant: ArtifactGrant): string;
  /** Undefined unless the token is genuine. */
  readArtifactToken(token: string): ArtifactGrant | undefined;
}

export function createJobSecrets(homeToken: string): JobSecrets {
  const mac = (...parts: readonly (string | number)[]) =>
    createHmac('sha256', homeToken).update(JSON.stringify(parts)).digest();
  const artifactToken = ({ jobId, attempt }: ArtifactGrant) =>
    `job.${jobId}.${attempt}.${mac('artifacts', jobId, attempt).toString('hex')}`;
  return {
    dataPlane: (jobId, attempt, nonce) => mac('data-plane', jobId, attempt, nonce),
    artifactToken,
    readArtifactToken(token) {
      const [, jobId, attempt] = /^job\.([a-z0-9-]{1,63})\.(\d{1,9})\.[0-9a-f]{64}$/.exec(token) ?? [];
      if (jobId === undefined) return undefined;
      const grant = { jobId, attempt: Number(attempt) };
      return sameSecret(token, artifactToken(grant)) ? grant : undefined;
    },
  };
}
