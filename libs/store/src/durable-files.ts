import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrainError } from '@ringmaster/core';

/** Makes the entries of a directory (creations, renames, removals) survive a power loss. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems know no sync of a directory; their renames are durable when they return.
    const code = systemCode(cause);
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw cause;
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one durable step: a reader sees the old bytes or the new ones, also after a crash. */
export async function writeFileDurably(
  path: string,
  bytes: Uint8Array | string,
  mode = 0o600,
): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw fileFailure(cause, `writing ${path}`);
  }
}

/** The `code` of a Node system error, if it is one. */
export function systemCode(cause: unknown): string | undefined {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether a call of the operating system failed; Node gives `code` to errors of its own streams as well. */
export const isSystemError = (cause: unknown): boolean =>
  systemCode(cause) !== undefined && (cause as NodeJS.ErrnoException).syscall !== undefined;

/** True when the device or a quota is exhausted. */
export const isFull = (cause: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(cause) ?? '');

/** Turns a file system error into ours: `disk_full` when the device or a quota is exhausted, else `unavailable`. */
export function fileFailure(cause: unknown, action: string): TrainError {
  if (cause instanceof TrainError) return cause;
  const code = systemCode(cause);
  if (code === 'EFBIG')
    return new TrainError(
      'disk_full',
      `${action}: the file grew beyond what this process may write (EFBIG); raise its limit (ulimit -f) and retry`,
      { cause },
    );
  if (isFull(cause))
    return new TrainError(
      'disk_full',
      `${action}: no space left on the device (${code}); free some and retry`,
      {
        cause,
      },
    );
  const text = cause instanceof Error ? cause.message : String(cause);
  return new TrainError(code === undefined ? 'internal' : 'unavailable', `${action}: ${text}`, { cause });
}
