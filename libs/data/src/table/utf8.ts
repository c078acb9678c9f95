import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';

const TEXT = { most: LIMITS.tableBytes, instead: 'use npy or npz' };
/** Tables that are larger stay in their files. */
export const TABLE_TEXT = {
  most: LIMITS.tableBytes,
  instead: 'unpacked, and without data.memory: whole, it is read by position',
};

/**
 * A file as text, without its byte order mark.
 * @throws TrainError `data_corrupt` naming the byte that is no UTF-8, or a file that is too large to be held as text
 */
export function utf8(
  name: string,
  bytes: Uint8Array,
  { most, instead }: { readonly most: number; readonly instead: string } = TEXT,
): string {
  if (bytes.length > most)
    throw corrupt(name, `holds ${bytes.length} bytes, more than the ${most} of a text file: ${instead}`);
  return decoded(name, { bytes, start: 0 }, WHOLE);
}

/** Part of a file as text; it begins at the byte `start`. @throws TrainError `data_corrupt` naming the byte that is no UTF-8 */
export const textOf = (name: string, bytes: Uint8Array, start: number): string =>
  decoded(name, { bytes, start }, PART);

const WHOLE = new TextDecoder('utf-8', { fatal: true });
/** Only at the beginning of a file the mark is none of its text. */
const PART = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(
  name: string,
  { bytes, start }: { readonly bytes: Uint8Array; readonly start: number },
  decoder: TextDecoder,
): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw corrupt(`${name}: byte ${start + firstInvalid(bytes)}`, 'not UTF-8 text', { cause });
  }
}

/** Halves the file until the first prefix that does not decode is found; a character may be cut, so streaming. */
function firstInvalid(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = (good + bad) >>> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle + 1), { stream: true });
      good = middle + 1;
    } catch {
      bad = middle;
    }
  }
  return good;
}
