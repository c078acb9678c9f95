import { sha256Hex } from './sha256.js';

/** The identity of a set of files: SHA-256 over "<file>:<sha256>\n" of each file, in the order of names. */
export function contentHash(files: Readonly<Record<string, { readonly sha256: string }>>): Promise<string> {
  const names = Object.keys(files).sort();
  return sha256Hex(names.map((name) => `${name}:${files[name]?.sha256}\n`).join(''));
}
