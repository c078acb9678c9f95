import { createHash } from 'node:crypto';
import type { DataSetManifest } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { ByteSource, FileView } from '@ringmaster/data';
import { trustingFetch } from '@ringmaster/rpc/tls';
import { httpData, openCachedDataSet } from '@ringmaster/store';
import { datasetFiles, type DatasetPlaces } from './dataset-files.js';

/** A source that holds room in the cache until it is closed. */
export interface RegisteredFiles extends ByteSource {
  close(): Promise<void>;
}

export interface RegisteredFilesOptions {
  readonly places: DatasetPlaces & { readonly dataCacheDir: string; readonly dataCacheBytes: number };
  /** Of the coordinator, and a token for this job's data. */
  readonly url: string;
  readonly token: string;
  /** Its authority, PEM, where it speaks TLS. */
  readonly ca?: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The files of a registered data set: those of its `--data-root` where this worker has one, compared with the manifest,
 * else the coordinator's, through the cache. Undefined when the coordinator knows no such version: then the name is one
 * of this host's.
 * @throws TrainError `incompatible` | `unavailable` | `too_large` | `disk_full` | `artifact_corrupt`
 */
export async function registeredFiles(
  source: string | undefined,
  o: RegisteredFilesOptions,
): Promise<RegisteredFiles | undefined> {
  const [name = '', hash] = source?.split('@') ?? [];
  if (hash === undefined) return undefined;
  const remote = httpData({ ...o, ...(o.ca !== undefined && { fetch: trustingFetch(o.ca) }) });
  const manifest = await remote.manifest(name, hash, o.signal);
  if (!manifest) return undefined;
  const { dataRoots, dataCacheDir, dataCacheBytes } = o.places;
  if (Object.hasOwn(dataRoots, name)) return comparedFiles(datasetFiles(o.places, name), manifest);
  return openCachedDataSet({
    directory: dataCacheDir,
    capBytes: dataCacheBytes,
    manifest,
    fetch: remote.content(manifest),
    signal: o.signal,
    clock: o.clock,
    logger: o.logger,
  });
}

function comparedFiles(local: ByteSource, { name: set, hash, files }: DataSetManifest): RegisteredFiles {
  const expected = new Map(files.map((file) => [file.name, file.sha256]));
  const requireSame = (name: string, sha256: string): void => {
    if (sha256 === expected.get(name)) return;
    throw new TrainError(
      'incompatible',
      `${name} in this worker's --data-root ${set} is not the file of ${set}@${hash.slice(0, 12)}: bring it up to date, or start the worker without that --data-root to fetch the data`,
    );
  };
  const { view } = local;
  return {
    hash,
    list: () => Promise.resolve(files.map(({ name }) => name)),
    async read(name) {
      const bytes = await local.read(name);
      requireSame(name, createHash('sha256').update(bytes).digest('hex'));
      return bytes;
    },
    ...(view && { view: async (name) => comparedView(await view(name), requireSame) }),
    close: () => Promise.resolve(),
  };
}

/** A file whose hash is what it should be; it is computed once. */
async function comparedView(
  view: FileView,
  requireSame: (name: string, sha256: string) => void,
): Promise<FileView> {
  try {
    const sha256 = await view.sha256();
    requireSame(view.name, sha256);
    return { ...view, sha256: () => Promise.resolve(sha256) };
  } catch (error) {
    view.close();
    throw error;
  }
}
