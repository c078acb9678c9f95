import { z } from 'zod';
import { JobEvent, LIMITS } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';

/** An event as it is stored: with the epoch of the coordinator that wrote it, which decides between two stories. */
export const LogRecord = z.strictObject({
  epoch: z.int().positive(),
  event: z.strictObject(JobEvent.shape),
});
export type LogRecord = z.output<typeof LogRecord>;

const LOGGED_JOB_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Only such ids become keys and file names. */
export const isLoggableJobId = (jobId: string): boolean => LOGGED_JOB_ID.test(jobId);

/** One line of text for one record. @throws TrainError `invalid` | `too_large` */
export function encodeRecord(record: LogRecord): string {
  const { jobId, seq } = record.event;
  if (!isLoggableJobId(jobId))
    throw new TrainError('invalid', `job id ${JSON.stringify(jobId)} cannot be logged: use a-z, 0-9 and "-"`);
  const checked = LogRecord.safeParse(record);
  if (!checked.success)
    throw new TrainError(
      'invalid',
      `event ${seq} of job ${jobId} cannot be logged: ${z.prettifyError(checked.error)}`,
    );
  const text = JSON.stringify(checked.data);
  if (new TextEncoder().encode(text).byteLength > LIMITS.logRecordBytes)
    throw new TrainError(
      'too_large',
      `event ${seq} of job ${jobId} is larger than ${LIMITS.logRecordBytes} bytes`,
    );
  if (jsonDepth(text) > LIMITS.logRecordDepth)
    throw new TrainError(
      'too_large',
      `event ${seq} of job ${jobId} is nested deeper than ${LIMITS.logRecordDepth} levels`,
    );
  return text;
}

/** Stored text that was checked: what is in `records` is trusted, what follows `problem` is not. */
export interface StoredLog {
  readonly records: readonly LogRecord[];
  /** Why reading stopped before the end; undefined when all of it is good. */
  readonly problem?: string;
}

/** Parses as many lines as form an unbroken, valid log of this job: the longest prefix that can be trusted. */
export function decodeRecords(jobId: string, lines: readonly string[]): StoredLog {
  const records: LogRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const problem = (text: string): StoredLog => ({ records, problem: `record ${index}: ${text}` });
    if (line.length > LIMITS.logRecordBytes) return problem(`is longer than ${LIMITS.logRecordBytes} bytes`);
    // What is read is written again some day, and that goes into every level.
    if (jsonDepth(line) > LIMITS.logRecordDepth)
      return problem(`is nested deeper than ${LIMITS.logRecordDepth} levels`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return problem('is no JSON');
    }
    const parsed = LogRecord.safeParse(value);
    if (!parsed.success) return problem(z.prettifyError(parsed.error));
    if (parsed.data.event.jobId !== jobId) return problem(`belongs to job ${parsed.data.event.jobId}`);
    if (parsed.data.event.seq !== index) return problem(`has number ${parsed.data.event.seq}`);
    records.push(parsed.data);
  }
  return { records };
}

/** How two copies of one log fit together. */
export interface MergedLog {
  readonly records: readonly LogRecord[];
  /** Index of the first record in which the copies contradict each other. */
  readonly conflictAt?: number;
}

/**
 * The union of two copies: the longer one when one continues the other. Where they contradict each other the record of
 * the later epoch wins with everything that follows it; within one epoch the first copy wins.
 */
export function mergeRecords(first: readonly LogRecord[], second: readonly LogRecord[]): MergedLog {
  const common = Math.min(first.length, second.length);
  for (let i = 0; i < common; i++) {
    const [a, b] = [first[i], second[i]];
    if (a === undefined || b === undefined || JSON.stringify(a) === JSON.stringify(b)) continue;
    return { records: b.epoch > a.epoch ? second : first, conflictAt: i };
  }
  return { records: first.length >= second.length ? first : second };
}
