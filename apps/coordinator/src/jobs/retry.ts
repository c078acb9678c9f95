import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { event, isTerminal, type JobRecord } from '@ringmaster/scheduling';
import { enqueue, type SubmitParts } from './submit.js';

/**
 * Goes on with a failed or cancelled job as a new one: same document, from the newest valid checkpoint. The ended job
 * keeps its one terminal state (docs/decisions/0005). The same id again is the same job.
 * @throws TrainError `conflict` | `unavailable` | `not_found` when its data was removed
 */
export async function retryJob(
  parts: Omit<SubmitParts, 'resolve' | 'artifacts'>,
  ended: JobRecord,
  jobId: string,
): Promise<{ readonly record: JobRecord; readonly created: boolean }> {
  const known = parts.store.get(jobId);
  if (known) return { record: sameRetry(known, ended), created: false };
  requireRetryable(parts, ended);
  parts.code.require(ended.job);
  const { resumeFrom } = await parts.resume.ofNextAttempt(ended);
  // Another retry may have come while the checkpoints were read.
  requireRetryable(parts, ended);
  const { name, owner, priority, requestSha256 } = ended;
  const record = await parts.registered.pinned(ended.job, (job) => {
    const submitted = event('submitted', {
      name,
      priority,
      job: { ...job },
      requestSha256,
      owner,
      retryOf: ended.jobId,
      ...(resumeFrom !== undefined && { resume: resumeFrom }),
    });
    return parts.store.create(jobId, submitted);
  });
  if (!record) return { record: sameRetry(parts.store.find(jobId), ended), created: false };
  await enqueue(parts, record);
  return { record, created: true };
}

function requireRetryable({ store }: Pick<SubmitParts, 'store'>, ended: JobRecord): void {
  const { jobId, phase } = ended;
  if (!isTerminal(ended))
    throw new TrainError('conflict', `job ${jobId} has not ended; nothing to retry yet`);
  if (phase === 'succeeded')
    throw new TrainError('conflict', `job ${jobId} succeeded; submit its document to train again`);
  const open = store.open();
  const successor = open.find((record) => record.retryOf === jobId);
  if (successor)
    throw new TrainError('conflict', `job ${jobId} is being retried already, as ${successor.jobId}`);
  if (open.length >= LIMITS.queuedJobs)
    throw new TrainError('unavailable', `${LIMITS.queuedJobs} jobs are waiting or running; try again later`);
}

function sameRetry(record: JobRecord, ended: JobRecord): JobRecord {
  if (record.retryOf === ended.jobId) return record;
  throw new TrainError(
    'conflict',
    `job ${record.jobId} exists and is no retry of ${ended.jobId}; choose another id`,
  );
}
