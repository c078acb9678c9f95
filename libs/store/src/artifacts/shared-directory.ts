import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { fileFailure, systemCode, writeFileDurably } from '../durable-files.js';
import { type FileArtifacts, fileArtifacts } from './file-artifacts.js';

export interface SharedDirectoryOptions {
  /** Absolute path of a directory that exists, for example where an NFS volume is mounted. */
  readonly path: string;
  /** Directory below it that belongs to this coordinator alone, so that others may share `path`. */
  readonly namespace: string;
  /** The namespace was made before: without it the wrong thing, or nothing, is mounted. */
  readonly isKnown: boolean;
}

/**
 * Artifacts in a directory that several machines see. Nothing here locks: a namespace has one coordinator, and every
 * artifact is a file that was synced before its rename, so that others see all of it or none.
 * @throws TrainError `unavailable` when the directory is missing, is none, or cannot be written
 */
export async function sharedDirectoryArtifacts(options: SharedDirectoryOptions): Promise<FileArtifacts> {
  const { path, namespace, isKnown } = options;
  const refuse = (why: string, cause?: unknown) =>
    new TrainError('unavailable', `artifact store ${path}: ${why}`, { cause, details: { store: path } });
  const found = await stat(path).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR')
      throw refuse('there is no such directory; is it mounted? Make it, or name another one', cause);
    throw fileFailure(cause, `opening artifact store ${path}`);
  });
  if (!found.isDirectory()) throw refuse('is no directory');
  const root = join(path, namespace);
  if (isKnown && !(await stat(root).catch(() => undefined))?.isDirectory())
    throw refuse(
      `${namespace} is missing in it, where this home keeps its artifacts; is the right thing mounted there?`,
    );
  const probe = join(root, `.probe-${randomUUID()}`);
  try {
    await mkdir(root, { mode: 0o700 }).catch((cause: unknown) => {
      if (systemCode(cause) !== 'EEXIST') throw cause;
    });
    await writeFileDurably(probe, 'written by a starting coordinator, and removed at once\n');
    await rm(probe);
  } catch (cause) {
    const { message } = fileFailure(cause, 'writing to it');
    throw refuse(`it cannot be written by this user: ${message}`, cause);
  }
  return fileArtifacts(root, { isMounted: true });
}
