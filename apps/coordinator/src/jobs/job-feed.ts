import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { closeLastLine, type LineChunk, readLines, tailOf, withFile } from './line-file.js';

/** What ranks say besides their state. Each kind is one JSON-lines file of the job's artifacts. */
export const FEED_FILES = { log: 'logs.jsonl', metric: 'metrics.jsonl', audit: 'audit.jsonl' } as const;
export type FeedKind = keyof typeof FEED_FILES;

/**
 * Logs, metrics and audit of jobs, in files that followers read at their own pace: nothing is kept in memory for them. After
 * a crash of the coordinator, lines that were not acknowledged are written again.
 */
export interface JobFeed {
  /** Written (not synced) when it resolves. @throws TrainError `disk_full` | `unavailable` */
  append(jobId: string, kind: FeedKind, lines: readonly string[]): Promise<void>;
  /** At most `LIMITS.followChunkBytes`; no lines when there is nothing new. */
  read(jobId: string, kind: FeedKind, offset: number): Promise<LineChunk>;
  /** The offset where the last `count` lines begin, as many as there are. */
  tail(jobId: string, kind: FeedKind, count: number): Promise<number>;
  path(jobId: string, kind: FeedKind): string;
}

/** `onChange` is called after every append. */
export function createJobFeed(artifactsDir: string, onChange: (jobId: string) => void): JobFeed {
  const prepared = new Set<string>();
  const path = (jobId: string, kind: FeedKind) => join(artifactsDir, jobId, FEED_FILES[kind]);

  /** Before the first line, and after a failure: what was cut short ends there, so that the next line begins on its own. */
  const prepare = async (file: string): Promise<void> => {
    if (prepared.has(file)) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await closeLastLine(file);
    prepared.add(file);
  };

  return {
    path,
    async append(jobId, kind, lines) {
      if (lines.length === 0) return;
      const file = path(jobId, kind);
      try {
        await prepare(file);
        await appendFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
      } catch (error) {
        prepared.delete(file);
        const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
        throw new TrainError(full ? 'disk_full' : 'unavailable', `cannot write ${file}: ${String(error)}`, {
          cause: error,
        });
      }
      onChange(jobId);
    },
    read: (jobId, kind, offset) =>
      withFile(path(jobId, kind), (file) => readLines(file, offset), { lines: [], end: offset }),
    tail: (jobId, kind, count) =>
      withFile(path(jobId, kind), async (file) => (await tailOf(file, count)).offset, 0),
  };
}
