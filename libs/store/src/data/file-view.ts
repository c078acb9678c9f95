import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { TrainError } from '@ringmaster/core';
import type { FileRef, FileView } from '@ringmaster/data';

/** Opens a file of this host to read it by position. @throws TrainError `not_found` */
export function viewFile(name: string, path: string): FileView {
  const descriptor = descriptorOf(name, path);
  const opened = fstatSync(descriptor, { bigint: true });
  if (!opened.isFile()) {
    closeSync(descriptor);
    throw new TrainError('not_found', `${name}: ${path} is no file`);
  }
  const version = versionOf(opened);
  const requireSame = (): void => {
    if (versionOf(fstatSync(descriptor, { bigint: true })) !== version)
      throw new TrainError(
        'data_corrupt',
        `${name}: changed while it was read (${path}): submit the job again`,
      );
  };
  return {
    ...{ name, path, version, size: Number(opened.size) },
    async sha256() {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream('', { fd: descriptor, start: 0, autoClose: false }))
        hash.update(chunk as Buffer);
      requireSame();
      return hash.digest('hex');
    },
    readAt(offset, into) {
      requireSame();
      for (let at = 0; at < into.length;) {
        const read = readSync(descriptor, into, at, into.length - at, offset + at);
        if (read === 0)
          throw new TrainError(
            'data_corrupt',
            `${name}: ends at byte ${offset + at}, expected ${offset + into.length}`,
          );
        at += read;
      }
    },
    close: () => closeSync(descriptor),
  };
}

/** The same file again, in another thread. @throws TrainError `not_found` | `data_corrupt` when it is another one by now */
export function viewFileAgain({ name, path, version }: FileRef): FileView {
  const view = viewFile(name, path);
  if (view.version === version) return view;
  view.close();
  throw new TrainError('data_corrupt', `${name}: changed while it was read (${path}): submit the job again`);
}

const versionOf = ({ dev, ino, size, mtimeNs }: BigIntStats): string => [dev, ino, size, mtimeNs].join('-');

function descriptorOf(name: string, path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new TrainError('not_found', `${name}: ${path} cannot be read`, { cause });
  }
}
