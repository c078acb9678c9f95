import { readFile } from 'node:fs/promises';
import { DataFile, Label, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { systemCode, writeFileDurably } from '../durable-files.js';

/** One version of a registered data set. */
export const StoredDataSet = z.strictObject({
  name: Label,
  /** Of its manifest. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  files: z.int().positive(),
  bytes: z.int().min(0),
  addedAt: z.string(),
});
export type StoredDataSet = z.output<typeof StoredDataSet>;

const IndexFile = z.strictObject({
  version: z.literal(1),
  /** In the order in which they were registered. */
  sets: z.array(StoredDataSet).max(LIMITS.dataSetVersions),
});
const ManifestFile = z.strictObject({ files: z.array(DataFile).max(LIMITS.dataSetFiles) });

/** @throws TrainError `artifact_corrupt` naming the file */
export async function readIndex(path: string): Promise<readonly StoredDataSet[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw cause;
  });
  return text === undefined ? [] : checked(path, text, IndexFile).sets;
}

export const writeIndex = (path: string, sets: readonly StoredDataSet[]): Promise<void> =>
  writeFileDurably(path, JSON.stringify({ version: 1, sets }));

/** @throws TrainError `artifact_corrupt` | `not_found` */
export async function readManifest(path: string): Promise<readonly DataFile[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TrainError('not_found', `the manifest ${path} cannot be read`, { cause });
  });
  return checked(path, text, ManifestFile).files;
}

export const writeManifest = (path: string, files: readonly DataFile[]): Promise<void> =>
  writeFileDurably(path, JSON.stringify({ files }));

function checked<T>(path: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new TrainError(
      'artifact_corrupt',
      `${path} is damaged; restore it from a backup, or move it away and register the data again`,
      { cause },
    );
  }
}
