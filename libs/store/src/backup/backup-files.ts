import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../durable-files.js';
import { isBackedUp } from './backup-layout.js';

const MANIFEST = 'manifest.json';

/**
 * Paths of the files of a home, in the order in which they are read while others go on writing: the job log first, so
 * that everything it speaks of was there when the rest is read, and in each directory the manifest last, so that a
 * checkpoint which is removed meanwhile does not look whole.
 */
export async function backupPaths(root: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true }).catch((cause: unknown) => {
      if (systemCode(cause) === 'ENOENT') return [];
      throw cause;
    });
    const sorted = entries.sort(
      (a, b) => Number(a.name === MANIFEST) - Number(b.name === MANIFEST) || (a.name < b.name ? -1 : 1),
    );
    for (const entry of sorted) {
      const path = `${below}${entry.name}`;
      if (!isBackedUp(path)) continue;
      if (entry.isDirectory()) await walk(`${path}/`);
      else if ((await lstat(join(root, path)).catch(() => undefined))?.isFile()) paths.push(path);
    }
  };
  await walk('log/');
  await walk('');
  return [...new Set(paths)];
}
