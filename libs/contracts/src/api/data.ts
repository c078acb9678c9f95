import { z } from 'zod';
import { Label } from '../job/components.js';
import { LIMITS } from '../limits.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

/**
 * Name of a file of a data set, for people and readers; it never becomes a path of the coordinator. Parts joined by `/`
 * that do not begin with a dot, without control characters and `\`.
 */
export const DataFileName = z
  .string()
  .max(LIMITS.dataNameChars)
  .regex(
    /^(?!\.)[^/\\\u0000-\u001f\u007f]+(\/(?!\.)[^/\\\u0000-\u001f\u007f]+)*$/,
    'must be a relative name: parts joined by "/" that do not begin with "."',
  );

/** One file of a data set. */
export const DataFile = z.strictObject({
  name: DataFileName,
  bytes: z.int().min(0).max(LIMITS.dataFileBytes),
  sha256: Sha256,
});
export type DataFile = z.output<typeof DataFile>;

/** The files of a data set, in the order of their names. */
export const DataManifest = z
  .strictObject({ files: z.array(DataFile).min(1).max(LIMITS.dataSetFiles) })
  .refine(
    ({ files }) => files.every(({ name }, i) => i === 0 || (files[i - 1] as DataFile).name < name),
    'files must be sorted by name, each name once',
  );
export type DataManifest = z.output<typeof DataManifest>;

/** A version of a registered data set, as `data ls` shows it. */
export const DataSetView = z.object({
  name: Label,
  /** SHA-256 over its manifest. */
  hash: Sha256,
  files: z.int().positive(),
  bytes: z.int().min(0),
  addedAt: z.string(),
  /** Jobs that have not ended and train on it. */
  usedBy: z.array(z.string()),
});
export type DataSetView = z.output<typeof DataSetView>;

/** Answer of `GET /v1/data`. */
export const DataSetList = z.object({ datasets: z.array(DataSetView) });
/** Answer of `DELETE /v1/data/:name`. */
export const RemovedData = z.object({ removed: z.array(DataSetView) });

/** Answer of `GET /v1/data/:name/:hash`. */
export const DataSetManifest = z.object({ name: Label, hash: Sha256, files: z.array(DataFile) });
export type DataSetManifest = z.output<typeof DataSetManifest>;

/** Where an upload of one content stands: `offset` bytes of `bytes` are there. */
export const DataUpload = z.object({
  sha256: Sha256,
  bytes: z.int().min(0),
  offset: z.int().min(0),
});
export type DataUpload = z.output<typeof DataUpload>;
/** Answer of `POST /v1/data/missing`. */
export const MissingData = z.object({ missing: z.array(DataUpload) });
