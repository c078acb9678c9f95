import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { contentHash } from '../content-hash.js';
import { sha256Hex } from '../sha256.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex');

const FileEntry = z.strictObject({
  bytes: z.int().positive(),
  sha256: Sha256,
  /** SHA-256 of each `blockBytes` of the file; the last block may be short. Tells where a file is broken. */
  blocks: z.array(Sha256),
});
export type FileEntry = z.output<typeof FileEntry>;

/** `dataset.json` beside the IDX files of a prepared data set. */
export const DatasetManifest = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  /** SHA-256 over "<file>:<sha256>\n" of each file, in the order of names: the identity of the content. */
  hash: Sha256,
  classes: z.int().positive(),
  /** Samples lie in this order: training, validation, test. */
  splits: z.strictObject({ train: z.int().positive(), validation: z.int().min(0), test: z.int().min(0) }),
  blockBytes: z.int().positive(),
  files: z.record(z.string(), FileEntry),
});
export type DatasetManifest = z.output<typeof DatasetManifest>;

/** What to do about a broken or missing copy of the data set in `directory`. */
export const rebuildHint = (directory: string): string =>
  `rebuild it with \`npx ringmaster setup --datasets\`, or delete the data set's directory "${directory}" and set up again`;

/**
 * Reads a `dataset.json`. @throws TrainError `data_corrupt` when it is not JSON, does not fit the format, or
 * contradicts itself.
 */
export async function parseManifest(directory: string, bytes: Uint8Array): Promise<DatasetManifest> {
  const fail = (what: string) =>
    new TrainError('data_corrupt', `${directory}/dataset.json: ${what}; ${rebuildHint(directory)}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail(`not readable as JSON (${bytes.length} bytes): ${(cause as Error).message}`);
  }
  const parsed = DatasetManifest.safeParse(json);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw fail(`${first?.path.join('.') || 'document'}: ${first?.message}`);
  }
  if ((await contentHash(parsed.data.files)) !== parsed.data.hash)
    throw fail('"hash" is not the hash of its files');
  return parsed.data;
}

/**
 * Checks a file against its entry.
 * @throws TrainError `data_corrupt` naming the file and the byte where it ends too early, or the first block of bytes
 * that is not what was written.
 */
export async function verifyFile(
  path: { readonly directory: string; readonly name: string },
  bytes: Uint8Array,
  entry: FileEntry,
  blockBytes: number,
): Promise<void> {
  const fail = (what: string) =>
    new TrainError(
      'data_corrupt',
      `${path.directory}/${path.name}: ${what}; ${rebuildHint(path.directory)}`,
      { details: { file: `${path.directory}/${path.name}` } },
    );
  if (bytes.length < entry.bytes) throw fail(`ends at byte ${bytes.length}, expected ${entry.bytes}`);
  if (bytes.length > entry.bytes) throw fail(`goes on after byte ${entry.bytes}, where it should end`);
  if ((await sha256Hex(bytes)) === entry.sha256) return;
  for (const [block, expected] of entry.blocks.entries()) {
    const start = block * blockBytes;
    const end = Math.min(start + blockBytes, bytes.length);
    if ((await sha256Hex(bytes.subarray(start, end))) !== expected)
      throw fail(`changed between byte ${start} and byte ${end - 1}`);
  }
  throw fail(`its SHA-256 is not ${entry.sha256}, although every block of it fits`);
}
