import { TrainError } from '@ringmaster/core';
import { corrupt, shown } from './corrupt.js';

/** Files whose directory is their class. */
export interface ClassFiles {
  readonly names: readonly string[];
  /** Of each file, by its sub-directory. */
  readonly classes: readonly string[];
}

/** @throws TrainError `not_found` | `data_corrupt` naming a file that lies elsewhere */
export function filesByClass(
  dataset: string,
  all: readonly string[],
  directory: string | undefined,
): ClassFiles {
  const prefix = directory === undefined ? '' : `${directory}/`;
  const names = all.filter((name) => name.startsWith(prefix));
  if (names.length === 0)
    throw new TrainError(
      'not_found',
      `data set ${dataset} holds no file below ${prefix || 'its directory'}; it begins with ${all.slice(0, 3).map(shown).join(', ') || 'nothing'}`,
    );
  const classes = names.map((name) => {
    const parts = name.slice(prefix.length).split('/');
    if (parts.length !== 2)
      throw corrupt(name, `must lie in a class's directory, as ${prefix}<class>/<file> does`);
    return parts[0] as string;
  });
  return { names, classes };
}
