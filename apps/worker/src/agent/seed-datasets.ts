import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../session/session.js';

/**
 * Copies the data sets that the set-up has unpacked into the home directory, where workers look for them. What is
 * there already is left as it is, broken or not. A reader sees all of a data set or none of it.
 */
export async function seedDatasets({
  environment,
  home,
}: Pick<Session, 'environment' | 'home'>): Promise<void> {
  const source = join(environment.cacheDir, 'datasets');
  const names = (await readdir(source).catch(() => [])).filter((name) => !name.startsWith('.'));
  await mkdir(home.datasetsDir, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const target = join(home.datasetsDir, name);
    if (existsSync(target)) continue;
    const staging = join(home.datasetsDir, `.${name}-${randomUUID()}`);
    try {
      await cp(join(source, name), staging, { recursive: true });
      await rename(staging, target);
    } catch (error) {
      // Another process may have been first.
      if (!existsSync(target)) throw error;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
}
