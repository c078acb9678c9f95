import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS, type LogLine } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { closeLastLine, type LineChunk, readLines, tailOf, withFile } from './line-file.js';

/** What ranks say besides their state. Each kind is one JSON-lines file of the job's artifacts. */
export const FEED_FILES = { log: 'logs.jsonl', metric: 'metrics.jsonl', audit: 'audit.jsonl' } as const;
export type FeedKind = keyof typeof FEED_FILES;

/**
 * Logs, metrics and audit of jobs, in files that followers read at their own pace: nothing is kept in memory for them. After
 * a crash of the coordinator, lines that were not acknowledged are written again.
 */
export interface JobFeed {
  /** Written (not synced) when it resolves; a log that is full takes no more. @throws TrainError `disk_full` | `unavailable` */
  append(jobId: string, kind: FeedKind, lines: readonly string[]): Promise<void>;
  /** At most `LIMITS.followChunkBytes`; no lines when there is nothing new. */
  read(jobId: string, kind: FeedKind, offset: number): Promise<LineChunk>;
  /** The offset where the last `count` lines begin, as many as there are. */
  tail(jobId: string, kind: FeedKind, count: number): Promise<number>;
  path(jobId: string, kind: FeedKind): string;
}

export interface JobFeedOptions {
  readonly clock: Clock;
  /** Past it, what ranks say is left out, and a last line tells so. Default: `LIMITS.jobLogBytes`. */
  readonly logBytes?: number;
}

/** `onChange` is called after every append. */
export function createJobFeed(
  artifactsDir: string,
  onChange: (jobId: string) => void,
  { clock, logBytes = LIMITS.jobLogBytes }: JobFeedOptions,
): JobFeed {
  /** Bytes of the files that this process has appended to. */
  const sizes = new Map<string, number>();
  const path = (jobId: string, kind: FeedKind) => join(artifactsDir, jobId, FEED_FILES[kind]);

  /** Before the first line, and after a failure: what was cut short ends there, so that the next line begins on its own. */
  const prepare = async (file: string): Promise<void> => {
    if (sizes.has(file)) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await closeLastLine(file);
    const size = await withFile(file, async (opened) => (await opened.stat()).size, 0);
    if (!sizes.has(file)) sizes.set(file, size);
  };

  /** What is appended; nothing where a log is full. Its place is taken before it is written: others append meanwhile. */
  const textFor = (file: string, kind: FeedKind, lines: readonly string[]): string => {
    const before = sizes.get(file) ?? 0;
    if (kind === 'log' && before >= logBytes) return '';
    let text = `${lines.join('\n')}\n`;
    if (kind === 'log' && before + Buffer.byteLength(text) >= logBytes)
      text += `${JSON.stringify(fullLine(clock, logBytes))}\n`;
    sizes.set(file, before + Buffer.byteLength(text));
    return text;
  };

  return {
    path,
    async append(jobId, kind, lines) {
      if (lines.length === 0) return;
      const file = path(jobId, kind);
      try {
        await prepare(file);
        const text = textFor(file, kind, lines);
        if (text === '') return;
        await appendFile(file, text, { mode: 0o600 });
      } catch (error) {
        sizes.delete(file);
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

const fullLine = (clock: Clock, logBytes: number): LogLine => ({
  at: new Date(clock.wallMs()).toISOString(),
  source: 'coordinator',
  level: 'error',
  message: `this log has reached ${logBytes} bytes (limit jobLogBytes): later lines are left out, and training goes on. Write less; limits.disk ends a job that keeps too much`,
});
