import { z } from 'zod';
import { TrainError } from '@ringmaster/core';
import type { QueuedJob } from '@ringmaster/scheduling';

/** What is stored with a BullMQ job. `order` is the arrival number, from which its place is found again. */
export const QueueRecord = z.strictObject({
  order: z.int().positive(),
  priority: z.int().min(0).max(1_000_000),
});
export type QueueRecord = z.output<typeof QueueRecord>;

const JOB_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const DIGITS = /^\d+$/;
/** BullMQ refuses ids that are whole numbers; no id of ours begins with this character. */
const NUMBER_MARK = '_';

/** The BullMQ id of a job: the same, but for ids that are only digits. @throws TrainError `invalid` */
export function bullId(jobId: string): string {
  if (!JOB_ID.test(jobId))
    throw new TrainError('invalid', `job id ${JSON.stringify(jobId)} cannot be queued: use a-z, 0-9 and "-"`);
  return DIGITS.test(jobId) ? NUMBER_MARK + jobId : jobId;
}

/** The job id behind a BullMQ id. */
export const jobIdOf = (id: string): string => (id.startsWith(NUMBER_MARK) ? id.slice(1) : id);

/** @throws TrainError `invalid` */
export function checkPriority({ jobId, priority }: QueuedJob): void {
  const checked = QueueRecord.shape.priority.safeParse(priority);
  if (!checked.success)
    throw new TrainError('invalid', `job ${jobId}: priority ${priority}: ${z.prettifyError(checked.error)}`);
}

/**
 * BullMQ's own priority: above 0, because jobs of priority 0 live in another list that knows only first and last.
 */
export const bullPriority = (priority: number): number => priority + 1;

/**
 * Score of a job that goes back to its place. BullMQ gives new jobs of a priority p scores above p·2^32, in order of
 * arrival. What was taken once came before all of them, so it goes into the half below, in order of its own arrival.
 */
export function returnScore({ order, priority }: QueueRecord): number {
  return bullPriority(priority) * 2 ** 32 - 2 ** 31 + (order % 2 ** 31);
}
