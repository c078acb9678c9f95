import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFile, type DataSetManifest, type DataUpload, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { manifestHash } from '@ringmaster/data';
import { type DataContents, fileContents } from './data-contents.js';
import { readIndex, readManifest, type StoredDataSet, writeIndex, writeManifest } from './data-index.js';

/** Registered data sets: names and versions in one index, manifests and contents by hash. */
export interface DataStore extends Pick<DataContents, 'putPiece' | 'read'> {
  /** Newest first. */
  all(): readonly StoredDataSet[];
  /** Versions of a name, newest first; with a hash (12 digits or more) those that begin with it. */
  versions(name: string, hash?: string): readonly StoredDataSet[];
  /** Contents that are not here, each once. */
  missing(files: readonly DataFile[]): Promise<readonly DataUpload[]>;
  /**
   * Makes a manifest the newest version of a name, once all its contents are here. False in `created` when it was that.
   * @throws TrainError `conflict` naming a content that is not here | `disk_full` | `too_large`
   */
  publish(
    name: string,
    files: readonly DataFile[],
    addedAt: string,
  ): Promise<{ readonly set: StoredDataSet; readonly created: boolean }>;
  /** @throws TrainError `not_found` when no version, or more than one, is meant */
  manifest(name: string, hash: string): Promise<DataSetManifest>;
  /** Removes versions, and the contents that no other version needs. Only what `isFree` lets go, asked at the last moment. */
  remove(sets: readonly StoredDataSet[], isFree: (set: StoredDataSet) => void): Promise<void>;
}

/** Opens the store below a directory; one process at a time. @throws TrainError `artifact_corrupt` | `unavailable` */
export async function openDataStore(root: string): Promise<DataStore> {
  const manifests = join(root, 'manifests');
  await mkdir(manifests, { recursive: true, mode: 0o700 });
  const index = join(root, 'index.json');
  const manifestOf = (hash: string) => join(manifests, `${hash}.json`);
  const contents = fileContents(root);
  await contents.sweep();
  let sets = await readIndex(index);
  const serial = oneAfterTheOther();
  const newestFirst = () => sets.toReversed();
  const versions = (name: string, hash = '') =>
    newestFirst().filter((set) => set.name === name && set.hash.startsWith(hash));

  return {
    putPiece: contents.putPiece,
    read: contents.read,
    all: newestFirst,
    versions,
    async missing(files) {
      const found: DataUpload[] = [];
      for (const [sha256, { bytes }] of new Map(files.map((file) => [file.sha256, file]))) {
        const upload = await contents.missing(sha256, bytes);
        if (upload) found.push(upload);
      }
      return found;
    },
    publish: (name, files, addedAt) =>
      serial(async () => {
        await requireContents(contents, files);
        const hash = await manifestHash(files);
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        const [newest] = versions(name);
        if (newest?.hash === hash) return { set: newest, created: false };
        const others = sets.filter((set) => set.name !== name || set.hash !== hash);
        if (others.length >= LIMITS.dataSetVersions)
          throw new TrainError(
            'too_large',
            `${LIMITS.dataSetVersions} versions of data sets are registered; remove some with \`ringmaster data rm\``,
          );
        const set = { name, hash, files: files.length, bytes, addedAt };
        await writeManifest(manifestOf(hash), files);
        await writeIndex(index, [...others, set]);
        sets = [...others, set];
        return { set, created: true };
      }),
    async manifest(name, hash) {
      const [found, second] = versions(name, hash);
      if (!found || second)
        throw new TrainError(
          'not_found',
          `there is ${second ? 'more than one version' : 'no version'} ${hash} of the data set ${name}`,
        );
      return { name, hash: found.hash, files: [...(await readManifest(manifestOf(found.hash)))] };
    },
    remove: (wanted, isFree) =>
      serial(async () => {
        for (const set of wanted) isFree(set);
        const [before, gone] = [sets, new Set(wanted)];
        const left = sets.filter((set) => !gone.has(set));
        // Out of sight before anything is awaited: nobody can begin to use it now.
        sets = left;
        await writeIndex(index, left).catch((cause: unknown) => {
          sets = before;
          throw cause;
        });
        await forgetContents(wanted, left);
      }),
  };

  async function forgetContents(gone: readonly StoredDataSet[], left: readonly StoredDataSet[]) {
    const kept = new Set(left.map(({ hash }) => hash));
    const free = new Set<string>();
    for (const { hash } of gone)
      if (!kept.has(hash))
        for (const { sha256 } of await readManifest(manifestOf(hash)).catch(() => [])) free.add(sha256);
    for (const hash of kept)
      for (const { sha256 } of await readManifest(manifestOf(hash))) free.delete(sha256);
    for (const sha256 of free) await contents.remove(sha256);
    for (const { hash } of gone) if (!kept.has(hash)) await rm(manifestOf(hash), { force: true });
  }
}

/** Changes follow each other, so that nothing is removed that is just being published. */
function oneAfterTheOther() {
  let tail: Promise<unknown> = Promise.resolve();
  return <T>(action: () => Promise<T>): Promise<T> => {
    const run = tail.then(action);
    tail = run.catch(() => undefined);
    return run;
  };
}

async function requireContents(contents: DataContents, files: readonly DataFile[]): Promise<void> {
  for (const { name, sha256, bytes } of files)
    if (await contents.missing(sha256, bytes))
      throw new TrainError('conflict', `the content of ${name} (${sha256}) is not here yet; upload it first`);
}
