import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** The files of one data set below this host's data directory. */
export function datasetFiles(datasetsDir: string, dataset: string): ByteSource {
  return {
    async read(name) {
      // Names come from code, data set names from documents: neither may leave the directory.
      for (const part of [dataset, name])
        if (!NAME.test(part)) throw new TrainError('invalid', `"${part}" is not a name of a data set's file`);
      const file = join(datasetsDir, dataset, name);
      return readFile(file).catch((cause: unknown) => {
        throw new TrainError('not_found', `data set ${dataset}: ${file} cannot be read on this worker`, {
          cause,
        });
      });
    },
  };
}
