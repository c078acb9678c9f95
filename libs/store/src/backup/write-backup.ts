import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VERSION } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type Pack, pack } from 'tar-stream';
import { fileFailure, systemCode } from '../durable-files.js';
import { backupPaths } from './backup-files.js';
import { type BackupEntry, CONTENTS, HEADER } from './backup-layout.js';

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 10;

/**
 * A home as a tar archive (POSIX.1-2001), readable while a coordinator works on it: every file as long as it was when it
 * was opened, job logs up to their last whole line, checkpoints that vanish meanwhile without their manifest. The last
 * entry lists size and SHA-256 of all others.
 */
export async function* backupOf(root: string): AsyncGenerator<Uint8Array, void, undefined> {
  const archive = pack();
  const written = writeAll(archive, root).catch((cause: unknown) => {
    archive.destroy(TrainError.from(fileFailure(cause, `backing up ${root}`)));
  });
  try {
    for await (const chunk of archive) yield chunk as Uint8Array;
    await written;
  } finally {
    archive.destroy();
  }
}

async function writeAll(archive: Pack, root: string): Promise<void> {
  const createdAt = new Date().toISOString();
  await writeJson(archive, HEADER, { version: 1, createdAt, ringmaster: VERSION });
  const files: BackupEntry[] = [];
  const incomplete = new Set<string>();
  for (const path of await backupPaths(root)) {
    if (path.endsWith('/manifest.json') && incomplete.has(dirname(path))) continue;
    const entry = await writeFile(archive, root, path);
    if (entry) files.push(entry);
    else incomplete.add(dirname(path));
  }
  await writeJson(archive, CONTENTS, { version: 1, files });
  archive.finalize();
}

function writeJson(archive: Pack, name: string, value: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, `${JSON.stringify(value)}\n`, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Undefined when the file is gone. */
async function writeFile(archive: Pack, root: string, path: string): Promise<BackupEntry | undefined> {
  const handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    (cause: unknown) => {
      if (systemCode(cause) === 'ENOENT') return undefined;
      throw cause;
    },
  );
  if (!handle) return undefined;
  try {
    const { mtime, size } = await handle.stat();
    const bytes = path.startsWith('log/') ? await wholeLines(handle, size) : size;
    const hash = createHash('sha256');
    const entry = archive.entry({ name: path, size: bytes, mtime, mode: 0o600 });
    const finished = new Promise<void>((resolve, reject) => {
      entry.once('finish', resolve);
      entry.once('error', reject);
      entry.once('close', () => reject(new TrainError('cancelled', 'the backup was given up')));
    });
    finished.catch(() => undefined);
    for (let at = 0; at < bytes;) {
      const chunk = await readAt(handle, path, { at, length: Math.min(CHUNK_BYTES, bytes - at) });
      hash.update(chunk);
      at += chunk.length;
      if (!entry.write(chunk))
        await Promise.race([
          new Promise((resolve) => entry.once('drain', () => resolve(undefined))),
          finished,
        ]);
    }
    entry.end(Buffer.alloc(0));
    await finished;
    return { path, bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

async function readAt(
  handle: FileHandle,
  path: string,
  { at, length }: { at: number; length: number },
): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead === 0)
    throw new TrainError(
      'unavailable',
      `${path} became shorter while it was backed up; take the backup again`,
    );
  return buffer.subarray(0, bytesRead);
}

/** Where the last whole line of a log ends; a file without any line feed is whole as it is. */
async function wholeLines(handle: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return size;
}
