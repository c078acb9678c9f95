import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type DataFile, type DataSetManifest, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { isSameProcess, startedProcess } from '../processes/process-identity.js';
import { withDirectoryLock } from '../redis/directory-lock.js';
import { writeFileDurably } from '../durable-files.js';
import { readManifest, writeManifest } from './data-index.js';

/** What a process says while it uses a data set of the cache. */
const Use = z.strictObject({
  pid: z.int().positive(),
  startedAt: z.string(),
  hash: z.string(),
  /** What it needs of the set. */
  bytes: z.int().min(0),
});
type Use = z.output<typeof Use>;

/** The directories of a cache. */
export const cacheLayout = (root: string) => ({
  contents: join(root, 'contents'),
  parts: join(root, 'parts'),
  sets: join(root, 'sets'),
  uses: join(root, 'uses'),
  fetching: (hash: string) => join(root, 'fetching', hash),
});

/** A data set in use: nobody removes its contents before `release`. A process that dies releases it too. */
export interface CacheUse {
  /**
   * Removes what was not used for longest until `files` fit as well.
   * @throws TrainError `too_large` when they never can | `unavailable` while other sets in use leave no room
   */
  makeRoom(files: readonly DataFile[]): Promise<void>;
  release(): Promise<void>;
}

export async function useDataSet(
  root: string,
  { hash, name, files }: DataSetManifest,
  capBytes: number,
): Promise<CacheUse> {
  const layout = cacheLayout(root);
  for (const directory of [layout.contents, layout.parts, layout.sets, layout.uses])
    await mkdir(directory, { recursive: true, mode: 0o700 });
  const record = join(layout.sets, `${hash}.json`);
  const marker = join(layout.uses, `${randomUUID()}.json`);
  const identity = startedProcess(process.pid);
  const mark = (bytes: number) => writeFileDurably(marker, JSON.stringify({ ...identity, hash, bytes }));
  await withDirectoryLock(root, LIMITS.dataCacheLockMs, async () => {
    await writeManifest(record, files);
    await mark(0);
  });
  return {
    makeRoom: (wanted) =>
      withDirectoryLock(root, LIMITS.dataCacheLockMs, async () => {
        const bytes = sizeOf(wanted);
        if (bytes > capBytes)
          throw new TrainError(
            'too_large',
            `data set ${name}: its files hold ${bytes} bytes, more than the ${capBytes} that this worker keeps; start it with a larger --data-cache, or with --data-root ${name}=<directory>`,
          );
        await mark(bytes);
        await evict(layout, { capBytes, name });
      }),
    async release() {
      const now = new Date();
      await utimes(record, now, now).catch(() => undefined);
      await rm(marker, { force: true });
    },
  };
}

const sizeOf = (files: readonly DataFile[]): number =>
  [...new Map(files.map((file) => [file.sha256, file.bytes])).values()].reduce((sum, n) => sum + n, 0);

type Layout = ReturnType<typeof cacheLayout>;

async function evict(
  layout: Layout,
  { capBytes, name }: { readonly capBytes: number; readonly name: string },
): Promise<void> {
  const needed = await bytesInUse(layout.uses);
  const sets = await readSets(layout.sets);
  const isKept = new Set(sets.filter(({ hash }) => needed.has(hash)).flatMap((set) => set.contents));
  const lastUsed = new Map<string, number>();
  for (const { usedMs, contents } of sets)
    for (const sha256 of contents) lastUsed.set(sha256, Math.max(usedMs, lastUsed.get(sha256) ?? 0));
  const free = (await Promise.all([layout.contents, layout.parts].map(filesIn)))
    .flat()
    .filter(({ sha256 }) => !isKept.has(sha256))
    .sort((a, b) => (lastUsed.get(a.sha256) ?? 0) - (lastUsed.get(b.sha256) ?? 0));
  const used = [...needed.values()].reduce((sum, bytes) => sum + bytes, 0);
  let total = used + free.reduce((sum, { bytes }) => sum + bytes, 0);
  const gone = new Set<string>();
  for (const { path, sha256, bytes } of free) {
    if (total <= capBytes) break;
    await rm(path, { force: true });
    gone.add(sha256);
    total -= bytes;
  }
  for (const { path, hash, contents } of sets)
    if (!needed.has(hash) && contents.every((sha256) => gone.has(sha256))) await rm(path, { force: true });
  if (total > capBytes)
    throw new TrainError(
      'unavailable',
      `data set ${name} does not fit: the ${needed.size} sets in use on this worker need ${used} bytes together, and it keeps ${capBytes}; start it with a larger --data-cache`,
    );
}

/** Bytes that living processes need of each set; what dead ones left is removed. */
async function bytesInUse(directory: string): Promise<ReadonlyMap<string, number>> {
  const needed = new Map<string, number>();
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const use = await readUse(path);
    if (use && isSameProcess(use.pid, use.startedAt))
      needed.set(use.hash, Math.max(use.bytes, needed.get(use.hash) ?? 0));
    // Half-written markers have other names.
    else if (!name.startsWith('.')) await rm(path, { force: true });
  }
  return needed;
}

async function readUse(path: string): Promise<Use | undefined> {
  try {
    return Use.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function readSets(directory: string) {
  const sets = [];
  for (const name of await readdir(directory)) {
    if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
    const path = join(directory, name);
    // What cannot be read names nothing that is worth keeping.
    const files = await readManifest(path).catch(() => []);
    const contents = files.map(({ sha256 }) => sha256);
    sets.push({ path, hash: name.slice(0, 64), usedMs: (await stat(path)).mtimeMs, contents });
  }
  return sets;
}

async function filesIn(directory: string) {
  const found = [];
  for (const sha256 of await readdir(directory)) {
    const path = join(directory, sha256);
    const stats = await stat(path).catch(() => undefined);
    if (stats) found.push({ sha256, path, bytes: stats.size });
  }
  return found;
}
