import { TrainError } from '@ringmaster/core';
import { currentAttempt, isTerminal, type JobRecord } from '../job-record.js';

/**
 * Whether ranks of that attempt may read, or write, replace and remove, the artifact of that name, or those of that prefix.
 * @throws TrainError `fenced` when they may not any more
 */
export function requireReachable(
  record: JobRecord,
  attempt: number,
  { name, access }: { readonly name: string; readonly access: 'read' | 'write' },
): void {
  if (!isLate(record, attempt, name)) requireRunning(record, attempt, `${access} artifacts`);
}

/** @param doing what ranks of that attempt want, for the message @throws TrainError `fenced` when it is over */
export function requireRunning(record: JobRecord, attempt: number, doing: string): void {
  if (currentAttempt(record)?.attempt === attempt) return;
  throw new TrainError(
    'fenced',
    `attempt ${attempt} of job ${record.jobId} is over; its ranks cannot ${doing} any more`,
  );
}

/** The last attempt's ranks may have left a checkpoint while no coordinator was there: it counts until another attempt begins. */
const isLate = (record: JobRecord, attempt: number, name: string): boolean =>
  !isTerminal(record) && record.attempts.at(-1)?.attempt === attempt && name.startsWith('checkpoints/');
