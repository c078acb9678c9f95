import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Label } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/**
 * Copies the built-in data sets that the set-up has left in the cache to where this host's trainers look for them. What is
 * there already is left as it is, broken or not. A reader sees all of a data set or none of it.
 * @throws TrainError `unavailable` when the directory cannot be written
 */
export async function seedDatasets(o: {
  readonly cacheDir: string;
  readonly datasetsDir: string;
}): Promise<void> {
  const source = join(o.cacheDir, 'datasets');
  const names = (await readdir(source).catch(() => [])).filter((name) => !name.startsWith('.'));
  try {
    await mkdir(o.datasetsDir, { recursive: true, mode: 0o700 });
    for (const name of names) await seed(join(source, name), o.datasetsDir, name);
  } catch (cause) {
    const { message } = TrainError.from(cause);
    throw new TrainError(
      'unavailable',
      `the built-in data sets cannot be copied from ${source} to ${o.datasetsDir}: ${message}; make room there, or choose another home with --home`,
      { cause },
    );
  }
}

async function seed(source: string, datasetsDir: string, name: string): Promise<void> {
  const target = join(datasetsDir, name);
  if (existsSync(target)) return;
  const staging = join(datasetsDir, `.${name}-${randomUUID()}`);
  try {
    await cp(source, staging, { recursive: true });
    await rename(staging, target);
  } catch (error) {
    // Another process may have been first.
    if (!existsSync(target)) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Names of the data sets that documents may mean on this host without the coordinator having them. */
export function dataSetsHere(datasetsDir: string, dataRoots: Readonly<Record<string, string>>): string[] {
  const names = existsSync(datasetsDir) ? readdirSync(datasetsDir) : [];
  return [...new Set([...Object.keys(dataRoots), ...names.filter((name) => Label.safeParse(name).success)])];
}
