import { TrainError } from '@ringmaster/core';
import { crc32 } from './crc32.js';

/** An array to be written, row-major. */
export interface NamedArray {
  /** Its key in `numpy.load`; may hold slashes. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0] as const;
const ALIGNMENT = 64;

/** NPY version 1.0 (NumPy enhancement proposal 1): a header that is a Python literal, padded to 64 bytes, and the values. */
function encodeNpy({ shape, data }: NamedArray): Uint8Array {
  const descr = data instanceof Float32Array ? '<f4' : '<i4';
  const dims = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const literal = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + literal.length + 1) / ALIGNMENT) * ALIGNMENT - before;
  const out = new Uint8Array(before + length + data.byteLength);
  out.set(MAGIC);
  new DataView(out.buffer).setUint16(MAGIC.length, length, true);
  out.set(new TextEncoder().encode(`${literal.padEnd(length - 1)}\n`), before);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), before + length);
  return out;
}

const [END, DIRECTORY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50] as const;
const [END_BYTES, DIRECTORY_BYTES, LOCAL_BYTES] = [22, 46, 30] as const;
/** Sizes and places are 32-bit numbers without the extension that few readers miss. */
const LARGEST = 0xffff_fffe;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** The first day that the format knows; a real one would make equal arrays different files. */
const FIRST_OF_1980 = 0x0021;

interface Entry {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly crc: number;
  readonly at: number;
}

/**
 * Arrays as an NPZ archive, stored without compression, in the given order: equal arrays give equal bytes.
 * @throws TrainError `too_large` from 4 GiB on
 */
export function encodeNpz(arrays: readonly NamedArray[]): Uint8Array {
  const entries: Entry[] = [];
  let at = 0;
  for (const array of arrays) {
    const name = new TextEncoder().encode(`${array.name}.npy`);
    const bytes = encodeNpy(array);
    entries.push({ name, bytes, crc: crc32(bytes), at });
    at += LOCAL_BYTES + name.length + bytes.length;
  }
  const directoryBytes = entries.reduce((sum, { name }) => sum + DIRECTORY_BYTES + name.length, 0);
  if (at + directoryBytes > LARGEST)
    throw new TrainError('too_large', `the arrays take ${at} bytes, more than an NPZ file of 4 GiB holds`);
  const out = new Uint8Array(at + directoryBytes + END_BYTES);
  const view = new DataView(out.buffer);
  let directoryAt = at;
  for (const entry of entries) {
    writeLocal(view, out, entry);
    directoryAt += writeDirectory(view, out, { entry, at: directoryAt });
  }
  view.setUint32(directoryAt, END, true);
  view.setUint16(directoryAt + 8, entries.length, true);
  view.setUint16(directoryAt + 10, entries.length, true);
  view.setUint32(directoryAt + 12, directoryBytes, true);
  view.setUint32(directoryAt + 16, at, true);
  return out;
}

function writeLocal(view: DataView, out: Uint8Array, entry: Entry): void {
  const { at, name, bytes } = entry;
  view.setUint32(at, LOCAL, true);
  writeFacts(view, at + 4, entry);
  out.set(name, at + LOCAL_BYTES);
  out.set(bytes, at + LOCAL_BYTES + name.length);
}

function writeDirectory(
  view: DataView,
  out: Uint8Array,
  { entry, at }: { readonly entry: Entry; readonly at: number },
): number {
  view.setUint32(at, DIRECTORY, true);
  view.setUint16(at + 4, VERSION, true);
  writeFacts(view, at + 6, entry);
  view.setUint32(at + 42, entry.at, true);
  out.set(entry.name, at + DIRECTORY_BYTES);
  return DIRECTORY_BYTES + entry.name.length;
}

/** What both headers of an entry say: version, flags, method (stored), time, date, CRC, sizes, length of the name. */
function writeFacts(view: DataView, at: number, { name, bytes, crc }: Entry): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, FIRST_OF_1980, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, bytes.length, true);
  view.setUint16(at + 22, name.length, true);
}
