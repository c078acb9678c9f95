import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Where this host keeps data sets. */
export interface DatasetPlaces {
  /** Holds a directory for each data set. */
  readonly datasetsDir: string;
  /** Directories of data sets by name, as `--data-root` gives them; they come first. */
  readonly dataRoots: Readonly<Record<string, string>>;
}

/** The files of one data set of this host. */
export function datasetFiles({ datasetsDir, dataRoots }: DatasetPlaces, dataset: string): ByteSource {
  const root = Object.hasOwn(dataRoots, dataset) ? dataRoots[dataset] : undefined;
  const directory = root ?? join(datasetsDir, dataset);
  return {
    async read(name) {
      // Names come from code, or from documents: neither may leave the directory.
      for (const part of [dataset, name])
        if (!NAME.test(part)) throw new TrainError('invalid', `"${part}" is not a name of a data set's file`);
      return readWhole(dataset, join(directory, name));
    },
  };
}

async function readWhole(dataset: string, file: string): Promise<Uint8Array> {
  const notThere = (cause: unknown): never => {
    throw new TrainError(
      'not_found',
      `data set ${dataset}: ${file} cannot be read on this worker; name its directory with \`--data-root ${dataset}=<directory>\` when it starts`,
      {
        cause,
      },
    );
  };
  const found = await stat(file).catch(notThere);
  if (!found.isFile()) return notThere(new Error('not a file'));
  if (found.size > LIMITS.dataFileBytes)
    throw new TrainError(
      'too_large',
      `data set ${dataset}: ${file} holds ${found.size} bytes, more than ${LIMITS.dataFileBytes}: split it into several files`,
    );
  return readFile(file).catch(notThere);
}
