import { createHash } from 'node:crypto';
import type { DataSetManifest } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';
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
  return {
    hash,
    list: () => Promise.resolve(files.map(({ name }) => name)),
    async read(name) {
      const bytes = await local.read(name);
      if (createHash('sha256').update(bytes).digest('hex') === expected.get(name)) return bytes;
      throw new TrainError(
        'incompatible',
        `${name} in this worker's --data-root ${set} is not the file of ${set}@${hash.slice(0, 12)}: bring it up to date, or start the worker without that --data-root to fetch the data`,
      );
    },
    close: () => Promise.resolve(),
  };
}
