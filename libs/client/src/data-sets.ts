import {
  type DataManifest,
  DataSetList,
  DataSetManifest,
  DataSetView,
  DataUpload,
  LIMITS,
  MissingData,
  RemovedData,
  ROUTES,
} from '@ringmaster/contracts';
import type { CallOptions } from './call-options.js';
import type { Http } from './http.js';

/** Registered data sets of a coordinator. */
export interface DataSets {
  /** Every version of every name, newest first. */
  list(options?: CallOptions): Promise<readonly DataSetView[]>;
  /** Contents of the manifest that the coordinator does not have, each with the byte at which to go on. */
  missing(manifest: DataManifest, options?: CallOptions): Promise<readonly DataUpload[]>;
  /** One piece of a content. @throws TrainError `conflict` with `details.offset` | `disk_full` | `artifact_corrupt` */
  putPiece(piece: DataUpload, bytes: Uint8Array<ArrayBuffer>, options?: CallOptions): Promise<DataUpload>;
  /** Makes the manifest the newest version of the name. @throws TrainError `conflict` when a content is missing */
  publish(name: string, manifest: DataManifest, options?: CallOptions): Promise<DataSetView>;
  /** Also by the first 12 digits of its hash, or more. @throws TrainError `not_found` */
  manifest(name: string, hash: string, options?: CallOptions): Promise<DataSetManifest>;
  /** The bytes of one of its contents as they come; compare their SHA-256 with the manifest's. @throws TrainError `not_found` */
  content(
    set: Pick<DataSetManifest, 'name' | 'hash'>,
    sha256: string,
    options?: CallOptions,
  ): AsyncGenerator<Uint8Array, void, undefined>;
  /** One version, or all. @throws TrainError `not_found` | `conflict` while a live job uses it */
  remove(name: string, hash: string | undefined, options?: CallOptions): Promise<readonly DataSetView[]>;
}

/** A manifest of many files takes the coordinator longer than other calls. */
const MANIFEST_MS = 6 * LIMITS.apiCallMs;

export function dataSetsOf(http: Http): DataSets {
  const at = (path: string, values: Readonly<Record<string, string>>) =>
    path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? ''));
  return {
    list: async (call) => (await http.json({ ...call, path: ROUTES.datasets.path }, DataSetList)).datasets,
    missing: async (manifest, call) => {
      const request = { timeoutMs: MANIFEST_MS, ...call, method: 'POST', body: manifest } as const;
      return (await http.json({ ...request, path: ROUTES.missingData.path }, MissingData)).missing;
    },
    putPiece: ({ sha256, bytes: whole, offset }, bytes, call) =>
      http.json(
        {
          timeoutMs: LIMITS.dataRetryMs,
          ...call,
          method: 'PUT',
          path: at(ROUTES.putDataPiece.path, { sha256 }),
          query: { offset, bytes: whole },
          bytes,
        },
        DataUpload,
      ),
    publish: (name, manifest, call) => {
      const request = { timeoutMs: MANIFEST_MS, ...call, method: 'PUT', body: manifest } as const;
      return http.json({ ...request, path: at(ROUTES.publishData.path, { name }) }, DataSetView);
    },
    manifest: (name, hash, call) =>
      http.json(
        { timeoutMs: MANIFEST_MS, ...call, path: at(ROUTES.dataManifest.path, { name, hash }) },
        DataSetManifest,
      ),
    content: ({ name, hash }, sha256, call) =>
      http.stream(
        { ...call, path: at(ROUTES.dataContent.path, { name, hash, sha256 }) },
        LIMITS.downloadIdleMs,
      ),
    remove: async (name, hash, call) => {
      const request = { timeoutMs: MANIFEST_MS, ...call, method: 'DELETE', query: { hash } } as const;
      return (await http.json({ ...request, path: at(ROUTES.removeData.path, { name }) }, RemovedData))
        .removed;
    },
  };
}
