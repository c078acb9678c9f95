import type { DataFile } from '@ringmaster/contracts';
import { sha256Hex } from './sha256.js';

/**
 * The identity of a registered data set: SHA-256 over a line `["<name>",<bytes>,"<sha256>"]` of JSON for each file, in
 * the order of names by code units.
 */
export function manifestHash(files: readonly DataFile[]): Promise<string> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sha256Hex(
    sorted.map(({ name, bytes, sha256 }) => `${JSON.stringify([name, bytes, sha256])}\n`).join(''),
  );
}
