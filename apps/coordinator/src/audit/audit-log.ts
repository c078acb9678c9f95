import type { AuditLine } from '@ringmaster/contracts';
import type { JobFeed } from '../jobs/job-feed.js';
import { type WrittenSteps, writtenSteps } from './written-steps.js';

/**
 * The audit log of every job: `audit.jsonl` of its artifacts. Every rank reports every step, agents repeat what was not
 * acknowledged, and yet each step of an attempt has one line.
 */
export interface AuditLog {
  /** In the file when it resolves. @throws TrainError `disk_full` | `unavailable` */
  append(jobId: string, attempt: number, lines: readonly AuditLine[]): Promise<void>;
  /** The job has ended: nothing of it is kept in memory. */
  forget(jobId: string): void;
}

interface Written {
  readonly begins: Set<string>;
  readonly steps: Map<number, WrittenSteps>;
}

export function createAuditLog(feed: JobFeed): AuditLog {
  const jobs = new Map<string, Promise<Written>>();
  const tails = new Map<string, Promise<unknown>>();

  /** What an earlier process, or this one before the job ended, has written. */
  const load = async (jobId: string): Promise<Written> => {
    const written: Written = { begins: new Set(), steps: new Map() };
    for (let offset = 0, more = true; more;) {
      const { lines, end } = await feed.read(jobId, 'audit', offset);
      for (const { json } of lines) take(written, JSON.parse(json) as AuditLine);
      more = end > offset;
      offset = end;
    }
    return written;
  };

  const knownOf = (jobId: string): Promise<Written> => {
    const known = jobs.get(jobId) ?? load(jobId);
    jobs.set(jobId, known);
    return known;
  };

  const write = async (jobId: string, attempt: number, lines: readonly AuditLine[]): Promise<void> => {
    const written = await knownOf(jobId);
    const fresh = lines
      .map((line) => ({ ...line, attempt }))
      .filter((line) => take(written, line))
      .map((line) => JSON.stringify(line));
    try {
      await feed.append(jobId, 'audit', fresh);
    } catch (error) {
      // Whatever reached the file is read again.
      jobs.delete(jobId);
      throw error;
    }
  };

  return {
    append(jobId, attempt, lines) {
      const run = (tails.get(jobId) ?? Promise.resolve()).then(() => write(jobId, attempt, lines));
      tails.set(
        jobId,
        run.catch(() => undefined),
      );
      return run;
    },
    forget(jobId) {
      jobs.delete(jobId);
      tails.delete(jobId);
    },
  };
}

/** Notes a line; false when it was noted before. */
function take({ begins, steps }: Written, line: AuditLine): boolean {
  if (line.type === 'begin') {
    const key = `${line.attempt} ${line.generation}`;
    return !begins.has(key) && Boolean(begins.add(key));
  }
  const known = steps.get(line.attempt) ?? writtenSteps();
  steps.set(line.attempt, known);
  if (known.has(line.step)) return false;
  known.add(line.step);
  return true;
}
