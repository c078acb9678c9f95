import { TrainError } from '@ringmaster/core';

/**
 * The IDX format (Y. LeCun, C. Cortes, C. Burges, "The MNIST database"): two zero bytes, a type byte, the number of
 * dimensions, each dimension as a big-endian uint32, then the values, row-major.
 *
 *     00 00 08 03 | n | rows | columns | n·rows·columns bytes
 */
export interface IdxFile {
  readonly dims: readonly number[];
  /** A view of the file's bytes; nothing is copied. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes. Strict: the type, the number of dimensions and the exact length must fit.
 * @throws TrainError `data_corrupt` naming the file and the byte.
 */
export function readIdx(name: string, bytes: Uint8Array, rank: number): IdxFile {
  const { dims, start } = readIdxHeader(name, bytes, { rank, size: bytes.length });
  return { dims, values: bytes.subarray(start) };
}

/** Bytes before the values. */
export const idxHeaderBytes = (rank: number): number => 4 + 4 * rank;

/** The same from a file's first bytes and its size. `start`: where its values begin. */
export function readIdxHeader(
  name: string,
  bytes: Uint8Array,
  { rank, size }: { readonly rank: number; readonly size: number },
): { readonly dims: readonly number[]; readonly start: number } {
  const start = idxHeaderBytes(rank);
  if (bytes.length < start) throw ends(name, size, start);
  const magic = [0, 0, UNSIGNED_BYTE, rank];
  magic.forEach((want, at) => {
    if (bytes[at] !== want)
      throw corrupt(
        `${name}: byte ${at} is ${bytes[at]}, expected ${want} (IDX of bytes, ${rank} dimensions)`,
      );
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = start + dims.reduce((product, dim) => product * dim, 1);
  if (size < expected) throw ends(name, size, expected);
  if (size > expected)
    throw corrupt(`${name}: goes on after byte ${expected}, where its ${dims.join('×')} values end`);
  return { dims, start };
}

function ends(name: string, at: number, expected: number): TrainError {
  return corrupt(`${name}: ends at byte ${at}, expected ${expected}`);
}

function corrupt(message: string): TrainError {
  return new TrainError('data_corrupt', message);
}
