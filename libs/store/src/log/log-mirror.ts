import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecords, isLoggableJobId, type LogMirror, type MirroredLog } from '@ringmaster/scheduling';
import { fileFailure, syncDirectory, writeFileDurably } from '../durable-files.js';

const SUFFIX = '.jsonl';

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** Opens the mirror in a directory that it creates when missing. One writer only: the holder of the lease. */
export async function openLogMirror(directory: string): Promise<LogMirror> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const goodBytes = new Map<string, number>();
  const pathOf = (jobId: string) => join(directory, `${jobId}${SUFFIX}`);
  return {
    load: async () => {
      const logs = new Map<string, MirroredLog>();
      for (const name of (await readdir(directory)).sort()) {
        const jobId = name.slice(0, -SUFFIX.length);
        if (!name.endsWith(SUFFIX) || !isLoggableJobId(jobId)) continue;
        const loaded = readLines(jobId, await readFile(pathOf(jobId), 'utf8'));
        logs.set(jobId, loaded.log);
        goodBytes.set(jobId, loaded.goodBytes);
      }
      return logs;
    },
    append: async (jobId, lines, failpoint) => {
      const known = goodBytes.get(jobId);
      const at = known ?? 0;
      const path = pathOf(jobId);
      const bytes = Buffer.from(text(lines));
      try {
        await appendDurably({ path, at, bytes, ...(failpoint && { failpoint }) });
        if (known === undefined) await syncDirectory(directory);
      } catch (cause) {
        throw fileFailure(cause, `writing the log of job ${jobId} to ${path}`);
      }
      goodBytes.set(jobId, at + bytes.length);
      return async () => {
        goodBytes.set(jobId, at);
        // When even this fails, the next append overwrites the lines.
        await truncate(path, at).catch(() => undefined);
      };
    },
    replace: async (jobId, lines) => {
      const path = pathOf(jobId);
      if (goodBytes.has(jobId)) await copyFile(path, `${path}.damaged`);
      const whole = text(lines);
      await writeFileDurably(path, whole);
      goodBytes.set(jobId, Buffer.byteLength(whole));
    },
  };
}

interface DurableAppend {
  readonly path: string;
  readonly at: number;
  readonly bytes: Buffer;
  readonly failpoint?: () => void;
}

async function appendDurably({ path, at, bytes, failpoint }: DurableAppend): Promise<void> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await handle.truncate(at);
    if (failpoint) {
      await handle.write(bytes, 0, bytes.length >> 1, at);
      failpoint();
    }
    await handle.write(bytes, 0, bytes.length, at);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

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
