import { join, relative } from 'node:path';

/** A document of the examples that come along, as one types it from here. */
export function exampleFile(distDir: string, name: string, from: string = process.cwd()): string {
  const file = join(distDir, '../examples', name);
  const near = relative(from, file);
  return near.startsWith('..') ? file : near;
}
