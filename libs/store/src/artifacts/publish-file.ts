import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ArtifactBody } from '@ringmaster/training';
import { fileFailure, isFull, syncDirectory, systemCode } from '../durable-files.js';
import { storeIsFull } from './store-is-full.js';
import { rememberDigest } from './artifact-digest.js';

export const TEMPORARY = '.tmp';

export interface PublishOptions {
  /** The job's directory; the temporary file lies in it, so that renaming stays within one file system. */
  readonly directory: string;
  readonly path: string;
  readonly name: string;
  readonly body: ArtifactBody;
  /** Expected digest, checked before anything becomes visible. */
  readonly sha256?: string;
  readonly signal?: AbortSignal;
}

export interface PublishedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly modifiedAt: string;
}

/**
 * Writes to a temporary file, checks, fsyncs and renames: the name holds the old bytes or all of the new ones.
 * @throws TrainError `disk_full` | `artifact_corrupt` | `too_large` | `cancelled`; the temporary file is gone then
 */
export async function publishFile(options: PublishOptions): Promise<PublishedFile> {
  const { directory, path, name } = options;
  const temporaryDir = join(directory, TEMPORARY);
  const temporary = join(temporaryDir, randomUUID());
  const written = { bytes: 0 };
  try {
    await mkdir(temporaryDir, { recursive: true, mode: 0o700 });
    const sha256 = await writeChecked(temporary, options, written);
    await makeDirectories(dirname(path));
    await rename(temporary, path);
    await syncDirectory(dirname(path));
    const stats = await stat(path);
    await rememberDigest(path, stats, sha256);
    return { bytes: written.bytes, sha256, modifiedAt: stats.mtime.toISOString() };
  } catch (cause) {
    await rm(temporary, { force: true });
    const code = systemCode(cause);
    if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENOTEMPTY')
      throw new TrainError('conflict', `artifact ${name}: a part of the name is taken by another artifact`, {
        cause,
      });
    if (options.signal?.aborted && !(cause instanceof TrainError))
      throw new TrainError('cancelled', `storing artifact ${name} was cancelled`, { cause });
    if (isFull(cause)) throw await storeIsFull({ directory, name, arrivedBytes: written.bytes, cause });
    throw fileFailure(cause, `storing artifact ${name}`);
  }
}

/** Gives the digest; `written` counts along, for the message of a failure. */
async function writeChecked(
  temporary: string,
  options: PublishOptions,
  written: { bytes: number },
): Promise<string> {
  const { body, name, signal } = options;
  const hash = createHash('sha256');
  const handle = await open(temporary, 'wx', 0o600);
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      signal?.throwIfAborted();
      written.bytes += chunk.byteLength;
      if (written.bytes > LIMITS.artifactBytes)
        throw new TrainError('too_large', `artifact ${name} is larger than ${LIMITS.artifactBytes} bytes`);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    signal?.throwIfAborted();
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest('hex');
  if (options.sha256 !== undefined && options.sha256.toLowerCase() !== sha256)
    throw new TrainError(
      'artifact_corrupt',
      `artifact ${name}: ${written.bytes} bytes with SHA-256 ${sha256} arrived, ${options.sha256} was announced; send it again`,
    );
  return sha256;
}

/** Creates a directory and makes each new entry on the way durable. */
async function makeDirectories(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = path; at.length >= first.length; at = dirname(at)) await syncDirectory(dirname(at));
}

/** Removes what crashed writers left behind long ago. */
export async function sweepTemporaries(directory: string): Promise<void> {
  const temporaryDir = join(directory, TEMPORARY);
  for (const name of await readdir(temporaryDir).catch(() => [])) {
    const path = join(temporaryDir, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs > LIMITS.tempFileMs) await rm(path, { force: true });
  }
}
