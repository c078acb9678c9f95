import { TrainError } from '@ringmaster/core';
import { contentHash } from '../content-hash.js';
import type { OpenContext } from '../definition.js';
import { sha256Hex } from '../sha256.js';
import { corrupt } from './corrupt.js';
import { gunzip, isGzip } from './gzip.js';

export interface LoadedFiles {
  /** Identity of the content: SHA-256 over the names and hashes of the files, as they lie on disk. */
  readonly hash: string;
  /** A file's bytes, unpacked when it is gzipped. */
  bytes(name: string): Uint8Array;
}

/**
 * Reads and hashes the files that a document names, and compares the hash with the one that the document asks for
 * before anything is parsed.
 * @param published SHA-256 of the files that are meant, by name, where only those will do
 * @throws TrainError `not_found` | `too_large` | `data_corrupt` | `incompatible` when the content is another one
 */
export async function loadFiles(
  context: OpenContext,
  names: readonly string[],
  published: Readonly<Record<string, string>> = {},
): Promise<LoadedFiles> {
  const files = new Map<string, Uint8Array>();
  const hashes: Record<string, { sha256: string }> = {};
  await context.source.prepare?.(names);
  for (const name of names) {
    if (files.has(name)) throw new TrainError('invalid', `data.config: the file "${name}" is named twice`);
    const bytes = await context.source.read(name);
    hashes[name] = { sha256: await sha256Hex(bytes) };
    files.set(name, bytes);
  }
  const hash = await identityOf(context, hashes, published);
  for (const [name, bytes] of files) if (isGzip(bytes)) files.set(name, await gunzip(name, bytes));
  return {
    hash,
    bytes: (name) => {
      const bytes = files.get(name);
      if (!bytes) throw new TrainError('internal', `the file "${name}" was not loaded`);
      return bytes;
    },
  };
}

/** The hash of all files together. @throws TrainError `data_corrupt` | `incompatible` when other content is asked for */
export async function identityOf(
  { source, pin, name }: OpenContext,
  hashes: Readonly<Record<string, { readonly sha256: string }>>,
  published: Readonly<Record<string, string>>,
): Promise<string> {
  for (const [file, { sha256 }] of Object.entries(hashes)) requirePublished(file, sha256, published[file]);
  const hash = await contentHash(hashes);
  const isPinned = [hash, source.hash].some((one) => one?.startsWith(pin ?? '') === true);
  if (pin === undefined || isPinned) return hash;
  throw new TrainError(
    'incompatible',
    `data.source: ${name}@${pin} was asked for, but the files on this worker (${Object.keys(hashes).join(', ')}) hash to ${hash}: they are not the same data`,
  );
}

function requirePublished(name: string, found: string, expected: string | undefined): void {
  if (expected === undefined || found === expected) return;
  throw corrupt(
    name,
    `has the SHA-256 ${found}, the published file ${expected}: fetch it again, packed as it is published; for files of your own say dataset: idx or cifar`,
  );
}
