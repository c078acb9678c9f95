import type { CallOptions, Client } from '@ringmaster/client';
import { TrainError } from '@ringmaster/core';
import type { AuditedJob, History } from '@ringmaster/training';

/** Where a replay begins, and the job whose document the step was computed with. */
export interface ReplayPoint {
  readonly job: AuditedJob;
  /** Undefined: at the initial weights. */
  readonly checkpoint: { readonly jobId: string; readonly step: number } | undefined;
}

/**
 * The newest checkpoint before a step: the job's own, or the one that it was submitted to go on from.
 * @throws TrainError `not_found` when the step, or every place to begin from, is unknown
 */
export async function replayPoint(
  { client, call }: { readonly client: Client; readonly call: CallOptions },
  history: History,
  step: number,
): Promise<ReplayPoint> {
  const job = history.steps.get(step)?.job;
  if (!job) throw unknownStep(history, step);
  const stepsOf = async (jobId: string) =>
    (await client.checkpoints.list(jobId, call)).checkpoints.map((checkpoint) => checkpoint.step);
  const first = job.from?.step ?? 0;
  const own = (await stepsOf(job.jobId)).filter((saved) => saved < step && saved > first).at(-1);
  if (own !== undefined) return { job, checkpoint: { jobId: job.jobId, step: own } };
  if (!job.from || first === 0) return { job, checkpoint: undefined };
  const { jobId } = job.from.job;
  const saved = await stepsOf(jobId);
  if (saved.includes(first)) return { job, checkpoint: { jobId, step: first } };
  throw new TrainError(
    'not_found',
    `step ${step} cannot be computed again: job ${job.jobId} goes on from ${jobId}@${first}, and that checkpoint is gone (there: ${saved.join(', ') || 'none'})`,
  );
}

function unknownStep({ steps }: History, step: number): TrainError {
  const numbers = [...steps.keys()];
  const known =
    numbers.length === 0
      ? 'its audit log is empty'
      : `its audit log has steps ${numbers[0]} to ${numbers.at(-1)}`;
  return new TrainError('not_found', `the job has no step ${step}: ${known}`);
}
