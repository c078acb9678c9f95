import { copyFile, mkdir, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeRecords,
  isLoggableJobId,
  type LogLines,
  type LogMirror,
  type MirroredLog,
} from '@ringmaster/scheduling';
import { fileFailure, syncDirectory, writeFileDurably } from '../durable-files.js';
import { type BatchEntry, type BatchFiles, openBatchFiles, replayBatches } from './batch-file.js';
import { appendToFile, type FileAppend } from './log-file.js';

const SUFFIX = '.jsonl';

/** The file with the records of a job. */
export const mirrorPath = (directory: string, jobId: string): string => join(directory, `${jobId}${SUFFIX}`);

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/**
 * Opens the mirror in a directory that it creates when missing: a file a job, and group commits ({@link openBatchFiles})
 * where several logs grow at once. One writer only: the holder of the lease.
 */
export async function openLogMirror(directory: string): Promise<LogMirror> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return new FileMirror(directory);
}

/** The largest epoch in the logs of a mirror that somebody else may be writing; 0 when there are none. */
export async function newestEpochIn(directory: string): Promise<number> {
  let newest = 0;
  for (const name of await readdir(directory)) {
    if (!name.endsWith(SUFFIX)) continue;
    const content = await readFile(join(directory, name), 'utf8');
    for (const { epoch } of readLines(name.slice(0, -SUFFIX.length), content).log.records)
      newest = Math.max(newest, epoch);
  }
  return newest;
}

class FileMirror implements LogMirror {
  private readonly goodBytes = new Map<string, number>();
  private readonly batches: BatchFiles;

  constructor(private readonly directory: string) {
    this.batches = openBatchFiles(directory, this.pathOf);
  }

  async load(): Promise<ReadonlyMap<string, MirroredLog>> {
    await this.batches.close();
    await replayBatches(this.directory, this.pathOf);
    const logs = new Map<string, MirroredLog>();
    for (const name of (await readdir(this.directory)).sort()) {
      const jobId = name.slice(0, -SUFFIX.length);
      if (!name.endsWith(SUFFIX) || !isLoggableJobId(jobId)) continue;
      const loaded = readLines(jobId, await readFile(this.pathOf(jobId), 'utf8'));
      logs.set(jobId, loaded.log);
      this.goodBytes.set(jobId, loaded.goodBytes);
    }
    return logs;
  }

  async append(tails: readonly LogLines[], failpoint?: () => void): Promise<void> {
    const entries = tails.map(({ jobId, lines }) => ({
      jobId,
      at: this.goodBytes.get(jobId) ?? 0,
      text: text(lines),
    }));
    try {
      const [only, ...others] = entries;
      if (only && others.length === 0) await this.appendOne(only, failpoint);
      else await this.appendMany(entries, failpoint);
    } catch (cause) {
      await this.takeBack(entries);
      const names = entries.slice(0, 3).map(({ jobId }) => jobId);
      throw fileFailure(
        cause,
        `writing the log of job ${names.join(', ')}${entries.length > 3 ? ' …' : ''} to ${this.directory}`,
      );
    }
  }

  async replace(jobId: string, lines: readonly string[]): Promise<void> {
    const path = this.pathOf(jobId);
    if (this.goodBytes.has(jobId)) await copyFile(path, `${path}.damaged`);
    const whole = text(lines);
    await writeFileDurably(path, whole);
    this.goodBytes.set(jobId, Buffer.byteLength(whole));
  }

  private readonly pathOf = (jobId: string): string => mirrorPath(this.directory, jobId);

  private async appendOne(entry: BatchEntry, failpoint?: () => void): Promise<void> {
    const isNew = !this.goodBytes.has(entry.jobId);
    await this.write(entry, { sync: true, ...(failpoint && { failpoint }) });
    if (isNew) await syncDirectory(this.directory);
  }

  private async appendMany(entries: readonly BatchEntry[], failpoint?: () => void): Promise<void> {
    await this.batches.write(entries, failpoint);
    const written = await Promise.allSettled(entries.map((entry) => this.write(entry, { sync: false })));
    for (const result of written) if (result.status === 'rejected') throw result.reason;
  }

  private async write({ jobId, at, text: lines }: BatchEntry, how: HowToWrite): Promise<void> {
    const bytes = Buffer.from(lines);
    await appendToFile({ path: this.pathOf(jobId), at, bytes, ...how });
    this.goodBytes.set(jobId, at + bytes.length);
  }

  private async takeBack(entries: readonly BatchEntry[]): Promise<void> {
    for (const { jobId, at } of entries) {
      if (!this.goodBytes.has(jobId)) continue;
      this.goodBytes.set(jobId, at);
      // When even this fails, the next append overwrites the lines.
      await truncate(this.pathOf(jobId), at).catch(() => undefined);
    }
  }
}

type HowToWrite = Pick<FileAppend, 'sync' | 'failpoint'>;

function readLines(jobId: string, content: string): { log: MirroredLog; goodBytes: number } {
  const lines = content.split('\n');
  const torn = lines.pop() ?? '';
  const { records, problem } = decodeRecords(jobId, lines);
  const goodBytes = Buffer.byteLength(text(lines.slice(0, records.length)));
  const why =
    problem ?? (torn === '' ? undefined : `record ${records.length}: torn after ${torn.length} characters`);
  if (why === undefined) return { log: { records }, goodBytes };
  return { log: { records, problem: why, damage: problem === undefined ? 'torn' : 'corrupt' }, goodBytes };
}
