import type { ResolvedJob, SubmitRequest } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { JobRecord, JobStore } from '@ringmaster/scheduling';
import { checkpointSteps, verifyCheckpoint } from '@ringmaster/store';
import { documentChanges } from '@ringmaster/training';
import type { ArtifactStore } from '@ringmaster/training';

/** Which checkpoint an attempt starts from, as `<jobId>/<step>`; undefined: from the beginning. */
export interface ResumePoint {
  readonly resumeFrom: string | undefined;
  /** Newer checkpoints that are damaged, each with file and damage, for people. */
  readonly passedOver: readonly string[];
}

export interface ResumePoints {
  /** A job's newest checkpoint that is whole, every byte read, and what is wrong with newer ones. */
  newestValid(jobId: string): Promise<{ readonly step?: number; readonly passedOver: readonly string[] }>;
  /**
   * For a new job that continues another one; without a step from the newest valid one. Only a fork may change what the
   * steps to come depend on. @throws TrainError `not_found` | `invalid`
   */
  ofOtherJob(wish: NonNullable<SubmitRequest['resume']>, job: ResolvedJob, isFork?: boolean): Promise<string>;
  /** For the next attempt of a job: its own newest valid checkpoint, else what it was submitted with. Every byte is read. */
  ofNextAttempt(record: Pick<JobRecord, 'jobId' | 'resume'>): Promise<ResumePoint>;
}

export function createResumePoints(store: JobStore, artifacts: ArtifactStore): ResumePoints {
  const newestValid = async (jobId: string): Promise<{ step?: number; passedOver: readonly string[] }> => {
    const passedOver: string[] = [];
    for (const step of (await checkpointSteps(artifacts, jobId)).toReversed()) {
      const [problem] = (await verifyCheckpoint(artifacts, jobId, step)).problems;
      if (!problem) return { step, passedOver };
      passedOver.push(`the checkpoint of step ${step} is damaged: ${problem.file}: ${problem.message}`);
    }
    return { passedOver };
  };

  return {
    newestValid,
    async ofOtherJob(wish, job, isFork = false) {
      const source = store.find(wish.jobId);
      const known = await checkpointSteps(artifacts, source.jobId);
      const newest = wish.step === undefined ? await newestValid(source.jobId) : undefined;
      const step = wish.step ?? newest?.step;
      if (step === undefined)
        throw new TrainError(
          'not_found',
          [`job ${source.jobId} has no checkpoint to resume from`, ...(newest?.passedOver ?? [])].join('; '),
        );
      if (!known.includes(step))
        throw new TrainError(
          'not_found',
          `job ${source.jobId} has no checkpoint of step ${step}; it has ${known.length > 0 ? known.join(', ') : 'none'}`,
        );
      if (isFork) return `${source.jobId}/${step}`;
      requireSameOptimizer(source, job);
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
      const { step, passedOver } = await newestValid(record.jobId);
      return { resumeFrom: step === undefined ? record.resume : `${record.jobId}/${step}`, passedOver };
    },
  };
}

function requireSameOptimizer(source: JobRecord, job: ResolvedJob): void {
  const [change] = documentChanges(source.job.optimizer, job.optimizer, 'optimizer');
  if (!change) return;
  const { path, from, to } = change;
  throw new TrainError(
    'invalid',
    `${path}: ${JSON.stringify(to)} ≠ ${JSON.stringify(from)} of job ${source.jobId}, which it resumes; \`ringmaster fork\` goes on from a checkpoint with other options`,
    {
      details: { problems: [{ path, message: `must be ${JSON.stringify(from)} to resume ${source.jobId}` }] },
    },
  );
}
