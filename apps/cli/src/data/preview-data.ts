import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';
import type { Session } from '../session/session.js';
import { findLocalFiles, type LocalFile } from './local-files.js';

/**
 * The files of a document's data on this machine: those of `data.path`, of a `--data-root`, or a built-in data set.
 * @throws TrainError `not_found` for data that only the coordinator has
 */
export async function previewSource(
  { home, environment }: Session,
  { path, dataset, source }: ResolvedJob['data'],
  dataRoots: ReadonlyMap<string, string>,
): Promise<(name: string) => ByteSource> {
  const name = source?.split('@')[0] ?? dataset;
  if (path !== undefined) return ofFiles((await findLocalFiles(path)).files);
  const places = [
    dataRoots.get(name),
    join(home.datasetsDir, name),
    join(environment.cacheDir, 'datasets', name),
  ];
  for (const place of places) {
    const found = place === undefined ? undefined : await findLocalFiles(place).catch(() => undefined);
    if (found) return ofFiles(found.files);
  }
  return () => ofNothing(name);
}

/** Generators read nothing; everything else asks here first. */
function ofNothing(name: string): ByteSource {
  const missing = new TrainError(
    'not_found',
    `the files of ${name} are not on this machine: say data.path, or where they are by --data-root ${name}=<directory>`,
  );
  return { read: () => Promise.reject(missing), list: () => Promise.reject(missing) };
}

function ofFiles(files: readonly LocalFile[]): () => ByteSource {
  const known = new Map(files.map((file) => [file.name, file]));
  return () => ({
    list: () => Promise.resolve([...known.keys()]),
    async read(name) {
      const file = known.get(name);
      if (!file) throw new TrainError('not_found', `there is no file ${name} in the data`);
      if (file.bytes > LIMITS.dataFileBytes)
        throw new TrainError('too_large', `${file.path} holds more than ${LIMITS.dataFileBytes} bytes`);
      return readFile(file.path);
    },
  });
}
