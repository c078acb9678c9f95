import { TrainError } from '@ringmaster/core';
import type { LoggedEvent } from './job-events.js';
import { type AttemptRecord, currentAttempt, isLive, type JobRecord } from './job-record.js';

/** An event after the first one. */
export type Next = Exclude<LoggedEvent, { type: 'submitted' }>;

/** The refusal of an event that may not follow. */
export const illegal = (next: LoggedEvent, why: string) =>
  new TrainError('conflict', `job ${next.jobId}: event ${next.seq} (${next.type}) refused: ${why}`);

/** The attempt that an event is about. @throws TrainError `conflict` when it is not the one that runs */
export function requireAttempt(record: JobRecord, next: Next, number: number): AttemptRecord {
  const attempt = currentAttempt(record);
  if (!attempt) throw illegal(next, 'no attempt is running');
  if (attempt.attempt !== number) throw illegal(next, `attempt ${attempt.attempt} is running`);
  return attempt;
}

/** With another last attempt. */
export const withAttempt = (record: JobRecord, attempt: AttemptRecord): JobRecord => ({
  ...record,
  attempts: [...record.attempts.slice(0, -1), attempt],
});

/** The last attempt ends, and the job waits. @throws TrainError `conflict` while one of its ranks may be alive */
export function endAttempt(record: JobRecord, next: Next, outcome: AttemptRecord['outcome']): JobRecord {
  const attempt = currentAttempt(record);
  if (!attempt) return record;
  const live = attempt.ranks.find(isLive);
  if (live) throw illegal(next, `rank ${live.rank} may still be alive`);
  return { ...withAttempt(record, { ...attempt, outcome, endedAt: next.at }), phase: 'waiting' };
}
