import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '@ringmaster/contracts';
import { isLoggableJobId } from '@ringmaster/scheduling';
import { syncDirectory } from '../durable-files.js';
import { appendToFile, validLines } from './log-file.js';

/** The log of a job, from byte `at` on. */
export interface BatchEntry {
  readonly jobId: string;
  readonly at: number;
  readonly text: string;
}

const Entry = z.tuple([z.string().refine(isLoggableJobId), z.int().nonnegative(), z.string()]);
const NAME = /^\.batch-\d{8}$/;

/**
 * Group commit: what is appended to many logs at once becomes durable by one fsync of one file, and the job's own files
 * are written without waiting for the disk. They are synced together, later, before the batch file goes. After a loss of
 * power {@link replayBatches} writes again what was lost.
 */
export interface BatchFiles {
  /** Durable when it resolves. */
  write(entries: readonly BatchEntry[], failpoint?: () => void): Promise<void>;
  /** Ends the open batch and waits for what goes on behind it; the next write begins another. */
  close(): Promise<void>;
}

interface Batch {
  readonly path: string;
  length: number;
  readonly jobIds: Set<string>;
}

export function openBatchFiles(directory: string, pathOf: (jobId: string) => string): BatchFiles {
  let number = 0;
  let current: Batch | undefined;
  let settling: Promise<void> = Promise.resolve();

  const create = async (): Promise<Batch> => {
    const path = join(directory, `.batch-${String(++number).padStart(8, '0')}`);
    await (await open(path, 'wx', 0o600)).close();
    await syncDirectory(directory);
    return { path, length: 0, jobIds: new Set() };
  };

  /** A file that cannot be synced now keeps its batch, for the next start to replay. */
  const settle = async ({ path, jobIds }: Batch): Promise<void> => {
    for (const jobId of jobIds) await syncFile(pathOf(jobId));
    await syncDirectory(directory);
    await rm(path, { force: true });
  };

  return {
    async write(entries, failpoint) {
      const batch = (current ??= await create());
      const bytes = Buffer.from(entries.map(encode).join(''));
      await appendToFile({
        ...{ path: batch.path, at: batch.length, bytes, sync: true },
        ...(failpoint && { failpoint }),
      });
      batch.length += bytes.length;
      for (const { jobId } of entries) batch.jobIds.add(jobId);
      if (batch.length < LIMITS.logBatchFileBytes) return;
      current = undefined;
      settling = settling.then(() => settle(batch)).catch(() => undefined);
    },
    async close() {
      current = undefined;
      await settling;
    },
  };
}

/** Writes what batches hold and the jobs' files do not; what was written to those later stays. The batches go. */
export async function replayBatches(directory: string, pathOf: (jobId: string) => string): Promise<void> {
  const batches = (await readdir(directory)).filter((name) => NAME.test(name)).sort();
  if (batches.length === 0) return;
  for (const name of batches)
    for (const entry of decode(await readFile(join(directory, name), 'utf8')))
      await replay(pathOf(entry.jobId), entry);
  await syncDirectory(directory);
  for (const name of batches) await rm(join(directory, name));
}

async function replay(path: string, { at, text }: BatchEntry): Promise<void> {
  const file = await readFile(path).catch(() => Buffer.alloc(0));
  if (file.length < at) return;
  const have = file.subarray(at).toString('utf8');
  // Something else that is whole was written after this entry was taken back.
  if (!text.startsWith(validLines(have))) return syncFile(path);
  await appendToFile({ path, at, bytes: Buffer.from(text), sync: true });
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const encode = ({ jobId, at, text }: BatchEntry): string => `${JSON.stringify([jobId, at, text])}\n`;

/** Up to the first line that is none: an append that never ended was not acknowledged. */
function decode(content: string): readonly BatchEntry[] {
  const lines = validLines(content).split('\n').slice(0, -1);
  const entries: BatchEntry[] = [];
  for (const line of lines) {
    const parsed = Entry.safeParse(JSON.parse(line));
    if (!parsed.success) break;
    const [jobId, at, text] = parsed.data;
    entries.push({ jobId, at, text });
  }
  return entries;
}
