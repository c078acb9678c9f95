import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DataFileName, Label, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';
import { viewFile } from '@ringmaster/store';

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
  // Names come from code, or from documents: neither may leave the directory.
  const check = (schema: typeof Label, name: string) => {
    if (!schema.safeParse(name).success)
      throw new TrainError('invalid', `"${name}" is not a name of a data set's file`);
  };
  return {
    list() {
      check(Label, dataset);
      return namesBelow(dataset, directory);
    },
    async view(name) {
      check(Label, dataset);
      check(DataFileName, name);
      return viewFile(name, join(directory, name));
    },
    async read(name) {
      check(Label, dataset);
      check(DataFileName, name);
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

/** Hidden files are left out; symbolic links are followed as far as they stay inside. */
async function namesBelow(dataset: string, directory: string): Promise<readonly string[]> {
  const notThere = (cause: unknown): never => {
    throw new TrainError(
      'not_found',
      `data set ${dataset}: ${directory} cannot be read on this worker; name its directory with \`--data-root ${dataset}=<directory>\` when it starts`,
      { cause },
    );
  };
  const root = await realpath(directory).catch(notThere);
  const names: string[] = [];
  const walk = async (below: string, above: readonly string[]): Promise<void> => {
    const here = await realpath(join(root, below));
    if (above.includes(here))
      throw new TrainError('data_corrupt', `${below}: its symbolic links lead in a circle`);
    for (const entry of await readdir(here, { withFileTypes: true }).catch(notThere)) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      const target = await realpath(join(root, name)).catch((cause: unknown) => {
        throw new TrainError('data_corrupt', `${name}: a symbolic link that leads nowhere`, { cause });
      });
      if (!target.startsWith(root + sep))
        throw new TrainError('data_corrupt', `${name}: a symbolic link out of the data set's directory`);
      if ((await stat(target)).isDirectory()) await walk(name, [...above, here]);
      else names.push(name);
      if (names.length > LIMITS.dataSetFiles)
        throw new TrainError('too_large', `data set ${dataset}: more than ${LIMITS.dataSetFiles} files`);
    }
  };
  await walk('', []);
  return names.sort();
}
