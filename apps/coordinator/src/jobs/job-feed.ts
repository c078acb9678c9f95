import { appendFile, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { isJson, TrainError } from '@ringmaster/core';

/** What ranks say besides their state. Each kind is one JSON-lines file of the job's artifacts. */
export const FEED_FILES = { log: 'logs.jsonl', metric: 'metrics.jsonl', audit: 'audit.jsonl' } as const;
export type FeedKind = keyof typeof FEED_FILES;

/** Whole lines of a file from an offset on; `end` is where the next line, or the next read, begins. */
export interface FeedChunk {
  readonly lines: readonly { readonly json: string; readonly end: number }[];
  readonly end: number;
}

/**
 * Logs, metrics and audit of jobs, in files that followers read at their own pace: nothing is kept in memory for them. After
 * a crash of the coordinator, lines that were not acknowledged are written again.
 */
export interface JobFeed {
  /** Written (not synced) when it resolves. @throws TrainError `disk_full` | `unavailable` */
  append(jobId: string, kind: FeedKind, lines: readonly string[]): Promise<void>;
  /** At most `LIMITS.followChunkBytes`; no lines when there is nothing new. */
  read(jobId: string, kind: FeedKind, offset: number): Promise<FeedChunk>;
  path(jobId: string, kind: FeedKind): string;
}

const NEWLINE = 10;

/** `onChange` is called after every append. */
export function createJobFeed(artifactsDir: string, onChange: (jobId: string) => void): JobFeed {
  const prepared = new Set<string>();
  const path = (jobId: string, kind: FeedKind) => join(artifactsDir, jobId, FEED_FILES[kind]);

  /** Once per process and file: a line that a crash cut short is closed, so that the next one begins on its own. */
  const prepare = async (file: string): Promise<void> => {
    if (prepared.has(file)) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const size = await sizeOf(file);
    const last = size === 0 ? undefined : (await slice(file, size - 1, 1))[0];
    if (last !== undefined && last !== NEWLINE) await appendFile(file, '\n');
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
        const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
        throw new TrainError(full ? 'disk_full' : 'unavailable', `cannot write ${file}: ${String(error)}`, {
          cause: error,
        });
      }
      onChange(jobId);
    },
    async read(jobId, kind, offset) {
      const file = path(jobId, kind);
      const bytes = await slice(file, offset, LIMITS.followChunkBytes);
      const cut = bytes.lastIndexOf(NEWLINE) + 1;
      // A single line longer than the chunk cannot be ours; it is passed over so that the reader gets on.
      if (cut === 0)
        return { lines: [], end: bytes.length === LIMITS.followChunkBytes ? offset + bytes.length : offset };
      let end = offset;
      const lines = bytes
        .subarray(0, cut - 1)
        .toString('utf8')
        .split('\n')
        .map((json) => ({ json, end: (end += Buffer.byteLength(json) + 1) }));
      // What a crash cut short is not shown.
      return { lines: lines.filter(({ json }) => isJson(json)), end: offset + cut };
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function slice(file: string, offset: number, length: number): Promise<Buffer> {
  if ((await sizeOf(file)) <= offset) return Buffer.alloc(0);
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
