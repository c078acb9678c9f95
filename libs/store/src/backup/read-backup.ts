import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { extract, type Header } from 'tar-stream';
import type { z } from 'zod';
import { fileFailure, isSystemError } from '../durable-files.js';
import {
  type BackupEntry,
  BackupContents,
  BackupHeader,
  CONTENTS,
  HEADER,
  isBackedUp,
} from './backup-layout.js';

/** What an archive held. */
export interface BackupSummary {
  readonly createdAt: string;
  /** Of the Ringmaster that wrote it. */
  readonly ringmaster: string;
  readonly files: number;
  readonly bytes: number;
  readonly jobs: number;
}

/** Takes the bytes of one file; resolves when they are where they belong. */
export type TakeFile = (
  file: { readonly path: string; readonly modified: Date },
  bytes: AsyncIterable<Uint8Array>,
) => Promise<void>;

/**
 * Reads a backup from its first byte to its last, compares every file with the list at its end, and hands each to `take`
 * on the way: what `take` got counts only when this resolves.
 * @throws TrainError `artifact_corrupt`, naming the entry | `disk_full` or `unavailable` when a file system fails meanwhile
 */
export async function readBackup(source: AsyncIterable<Uint8Array>, take: TakeFile): Promise<BackupSummary> {
  const archive = extract();
  const state = new Reading(take);
  const feeding = pipeline(source, archive).catch((cause: unknown) => cause as Error);
  try {
    for await (const entry of archive) await state.entry(entry.header, entry as AsyncIterable<Uint8Array>);
  } catch (cause) {
    throw state.broken(cause);
  }
  const failure = await feeding;
  if (failure) throw state.broken(failure);
  return state.end();
}

class Reading {
  private header: z.output<typeof BackupHeader> | undefined;
  private contents: z.output<typeof BackupContents> | undefined;
  private readonly found = new Map<string, BackupEntry>();
  /** What the files that were found lie in. */
  private readonly directories = new Set<string>();
  private last = 'its beginning';

  constructor(private readonly take: TakeFile) {}

  async entry({ name, type, mtime }: Header, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const shown = JSON.stringify(name.slice(0, 200));
    if (this.contents) throw corrupt(`${shown} comes after the list that should be the last entry`);
    if (type !== 'file') throw corrupt(`${shown} is a ${type}; a backup holds plain files alone`);
    if (!this.header) {
      if (name !== HEADER) throw corrupt(`it begins with ${shown}; it is no backup of Ringmaster`);
      this.header = parseJson(BackupHeader, name, await wholeOf(name, bytes));
    } else if (name === CONTENTS) {
      this.contents = parseJson(BackupContents, name, await wholeOf(name, bytes));
    } else {
      if (!isBackedUp(name)) throw corrupt(`${shown} is no path of a backup`);
      if (this.found.has(name)) throw corrupt(`${shown} is in it twice`);
      this.place(name, shown);
      const modified = mtime ?? new Date();
      if (Number.isNaN(modified.getTime())) throw corrupt(`${shown} was modified at a time that is none`);
      this.found.set(name, await this.file(name, modified, bytes));
    }
    this.last = name;
  }

  /** An error while reading as one that names where. */
  broken(cause: unknown): TrainError {
    if (cause instanceof TrainError) return cause;
    // A full disk says nothing about the archive.
    if (isSystemError(cause)) return fileFailure(cause, `reading the backup, beyond ${this.last}`);
    const text = cause instanceof Error ? cause.message : String(cause);
    return corrupt(`it cannot be read beyond ${this.last} (${text}): it is cut short or damaged`, cause);
  }

  end(): BackupSummary {
    if (!this.header || !this.contents)
      throw corrupt(`it ends after ${this.last}, without ${CONTENTS}: it is cut short`);
    for (const { path, bytes, sha256 } of this.contents.files) {
      const found = this.found.get(path);
      if (!found) throw corrupt(`${path} is missing`);
      if (found.bytes !== bytes) throw corrupt(`${path}: ${found.bytes} bytes instead of ${bytes}`);
      if (found.sha256 !== sha256) throw corrupt(`${path}: SHA-256 ${found.sha256} instead of ${sha256}`);
    }
    const listed = new Set(this.contents.files.map(({ path }) => path));
    const extra = [...this.found.keys()].find((path) => !listed.has(path));
    if (extra !== undefined) throw corrupt(`${extra} is not in its list of contents`);
    const files = [...this.found.values()];
    return {
      createdAt: this.header.createdAt,
      ringmaster: this.header.ringmaster,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      jobs: files.filter(({ path }) => /^log\/[^/]+\.jsonl$/.test(path)).length,
    };
  }

  /** A name is a file's or a directory's. */
  private place(name: string, shown: string): void {
    if (this.directories.has(name)) throw corrupt(`${shown} is a file, and other files lie in it`);
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      const above = name.slice(0, at);
      if (this.found.has(above)) throw corrupt(`${shown} lies in ${above}, which is a file`);
      this.directories.add(above);
    }
  }

  private async file(path: string, modified: Date, source: AsyncIterable<Uint8Array>): Promise<BackupEntry> {
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted() {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    }
    this.last = path;
    await this.take({ path, modified }, counted());
    return { path, bytes, sha256: hash.digest('hex') };
  }
}

const corrupt = (why: string, cause?: unknown) =>
  new TrainError('artifact_corrupt', `the backup is refused: ${why}`, { cause });

async function wholeOf(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > LIMITS.backupJsonBytes)
      throw corrupt(`${name} is larger than ${LIMITS.backupJsonBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson<T>(schema: z.ZodType<T>, name: string, bytes: Buffer): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw corrupt(`${name} is not what this version understands`, cause);
  }
}
