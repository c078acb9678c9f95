import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { fileFailure, syncDirectory, systemCode } from '../durable-files.js';
import { type BackupSummary, readBackup } from './read-backup.js';

/** Reads a whole backup and compares every byte. @throws TrainError `artifact_corrupt` | `not_found` */
export async function checkBackup(file: string): Promise<BackupSummary> {
  return readBackup(await bytesOf(file), async (_file, bytes) => {
    for await (const _chunk of bytes);
  });
}

/**
 * Makes a home of a backup. It appears whole, by rename, after every byte was compared; a home that holds anything is
 * left alone.
 * @throws TrainError `conflict` | `artifact_corrupt` | `not_found` | `disk_full`
 */
export async function restoreBackup(file: string, root: string): Promise<BackupSummary> {
  await requireEmpty(root);
  const draft = `${root}.restoring-${randomBytes(4).toString('hex')}`;
  const source = await bytesOf(file);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const summary = await readBackup(source, async ({ path, modified }, bytes) =>
      writeSynced(join(draft, path), bytes, modified),
    );
    await rmdir(root).catch((cause: unknown) => {
      if (systemCode(cause) !== 'ENOENT') throw cause;
    });
    await rename(draft, root);
    await syncDirectory(dirname(root));
    return summary;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    throw fileFailure(cause, `restoring into ${root}`);
  }
}

async function requireEmpty(root: string): Promise<void> {
  const [first] = await readdir(root).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailure(cause, `looking into ${root}`);
  });
  if (first !== undefined)
    throw new TrainError(
      'conflict',
      `${root} is not empty (it holds ${first}); name an empty or a new directory with --home`,
    );
}

async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT')
      throw new TrainError('not_found', `there is no file ${file}`, { cause });
    throw fileFailure(cause, `opening ${file}`);
  });
  await handle.close();
  return createReadStream(file);
}

async function writeSynced(path: string, bytes: AsyncIterable<Uint8Array>, modified: Date): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    await handle.sync();
    // Retention goes by age.
    await handle.utimes(modified, modified);
  } finally {
    await handle.close();
  }
}
