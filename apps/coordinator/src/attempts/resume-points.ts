import type { ResolvedJob, SubmitRequest } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { JobRecord } from '@ringmaster/scheduling';
import type { JobStore } from '../jobs/job-store.js';
import type { Artifacts } from '../ports.js';

const MANIFEST = /^checkpoints\/step-(\d{8,})\/manifest\.json$/;

/** Which checkpoint an attempt starts from, as `<jobId>/<step>`. */
export interface ResumePoints {
  /** For a new job that continues another one. @throws TrainError `not_found` | `invalid` */
  ofOtherJob(wish: NonNullable<SubmitRequest['resume']>, job: ResolvedJob): Promise<string>;
  /** For the next attempt of a job: its own newest complete checkpoint, else what it was submitted with. */
  ofNextAttempt(record: JobRecord): Promise<string | undefined>;
}

export function createResumePoints(store: JobStore, artifacts: Artifacts): ResumePoints {
  // The manifest is published last: where it is, the checkpoint is whole. Ranks compare every hash when they load it.
  const steps = async (jobId: string): Promise<readonly number[]> =>
    (await artifacts.list(jobId, 'checkpoints/'))
      .flatMap(({ name }) => MANIFEST.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);

  return {
    async ofOtherJob(wish, job) {
      const source = store.find(wish.jobId);
      const known = await steps(source.jobId);
      const step = wish.step ?? known.at(-1);
      if (step === undefined)
        throw new TrainError('not_found', `job ${source.jobId} has no checkpoint to resume from`);
      if (!known.includes(step))
        throw new TrainError(
          'not_found',
          `job ${source.jobId} has no checkpoint of step ${step}; it has ${known.length > 0 ? known.join(', ') : 'none'}`,
        );
      const { shards } = source.job.training;
      if (shards !== job.training.shards)
        throw new TrainError(
          'invalid',
          `training.shards: ${job.training.shards} ≠ ${shards} of job ${source.jobId}, which it resumes; shards never change in the life of a run`,
          {
            details: {
              problems: [{ path: 'training.shards', message: `must be ${shards} to resume ${source.jobId}` }],
            },
          },
        );
      return `${source.jobId}/${step}`;
    },
    async ofNextAttempt(record) {
      const newest = (await steps(record.jobId)).at(-1);
      return newest === undefined ? record.resume : `${record.jobId}/${newest}`;
    },
  };
}
