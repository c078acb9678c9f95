import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { type DataFile, DataFileName, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** A file that shall become part of a data set. */
export interface LocalFile {
  /** Within the data set. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** A local file with the identity of its content. */
export interface HashedFile extends LocalFile {
  readonly sha256: string;
}

export interface LocalFiles {
  /** By name. */
  readonly files: readonly LocalFile[];
  /** Names of what begins with a dot; it is left out. */
  readonly hidden: readonly string[];
}

/**
 * The files of a data set: one file, or all files below a directory. Symbolic links are followed inside of it.
 * @throws TrainError `invalid` | `too_large`, naming the file
 */
export async function findLocalFiles(path: string): Promise<LocalFiles> {
  const found = await statOf(path, path);
  if (found.isFile()) return { files: [checked(basename(resolve(path)), path, found.size)], hidden: [] };
  if (!found.isDirectory()) throw new TrainError('invalid', `${path} is neither a file nor a directory`);
  const root = await realpath(path);
  const files: LocalFile[] = [];
  const hidden: string[] = [];
  const walk = async (below: string, above: readonly string[]): Promise<void> => {
    const here = await realpath(join(path, below));
    if (above.includes(here))
      throw new TrainError('invalid', `${join(path, below)}: its symbolic links lead in a circle`);
    for (const entry of await readdir(here, { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      const file = join(path, name);
      if (entry.name.startsWith('.')) {
        hidden.push(name);
        continue;
      }
      if (entry.isSymbolicLink()) await requireInside(file, root);
      const what = await statOf(file, file);
      if (what.isDirectory()) await walk(name, [...above, here]);
      else if (what.isFile()) files.push(checked(name, file, what.size));
      else throw new TrainError('invalid', `${file} is neither a file nor a directory`);
      if (files.length > LIMITS.dataSetFiles)
        throw new TrainError('too_large', `${path} holds more than ${LIMITS.dataSetFiles} files`);
    }
  };
  await walk('', []);
  if (files.length === 0) throw new TrainError('invalid', `${path} holds no files`);
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), hidden };
}

async function requireInside(link: string, root: string): Promise<void> {
  const target = await realpath(link).catch((cause: unknown) => {
    throw new TrainError('invalid', `${link} is a symbolic link that leads nowhere`, { cause });
  });
  if (target !== root && !target.startsWith(root + sep))
    throw new TrainError(
      'invalid',
      `${link} is a symbolic link to ${target}, out of the directory: copy what it leads to`,
    );
}

async function statOf(path: string, named: string) {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file or directory' : cause.message;
    throw new TrainError('invalid', `${named}: ${why}`, { cause });
  });
}

function checked(name: string, path: string, bytes: number): LocalFile {
  const problem = DataFileName.safeParse(name).error?.issues[0]?.message;
  if (problem !== undefined) throw new TrainError('invalid', `${path}: its name ${problem}`);
  if (bytes > LIMITS.dataFileBytes)
    throw new TrainError(
      'too_large',
      `${path} holds ${bytes} bytes, more than the ${LIMITS.dataFileBytes} of one file: split it, or name its directory with --data-root on the workers`,
    );
  return { name, path, bytes };
}

/** @throws TrainError `invalid` when a file changes while it is read */
export async function hashFiles(
  files: readonly LocalFile[],
  o: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<readonly HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(file.path, { signal: o.signal })) {
        hash.update(chunk as Buffer);
        bytes += (chunk as Buffer).length;
        o.onBytes((chunk as Buffer).length);
      }
    } catch (cause) {
      o.signal.throwIfAborted();
      throw new TrainError('invalid', `${file.path} cannot be read: ${(cause as Error).message}`, { cause });
    }
    if (bytes !== file.bytes)
      throw new TrainError('invalid', `${file.path} changed while it was read; leave it alone and try again`);
    hashed.push({ ...file, sha256: hash.digest('hex') });
  }
  return hashed;
}

/** What the coordinator gets to know of them. */
export const manifestFiles = (files: readonly HashedFile[]): DataFile[] =>
  files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
