import { TrainError } from '@ringmaster/core';
import { currentAttempt, isTerminal, type JobRecord } from '../job-record.js';

/**
 * Whether ranks of that attempt may write, replace or remove the artifact of that name.
 * @throws TrainError `fenced` when they may not any more
 */
export function requireWritable(record: JobRecord, attempt: number, name: string): void {
  if (currentAttempt(record)?.attempt === attempt || isLate(record, attempt, name)) return;
  throw new TrainError(
    'fenced',
    `attempt ${attempt} of job ${record.jobId} is over; it cannot write artifacts any more`,
  );
}

/** The last attempt's ranks may have left a checkpoint while no coordinator was there: it counts until another attempt begins. */
const isLate = (record: JobRecord, attempt: number, name: string): boolean =>
  !isTerminal(record) && record.attempts.at(-1)?.attempt === attempt && name.startsWith('checkpoints/');
