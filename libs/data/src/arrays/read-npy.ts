import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';

export type NpyValues = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** An array as NumPy wrote it, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly dtype: keyof typeof DTYPES;
  readonly values: NpyValues;
}

/** Types of values that are read, by NumPy's name. */
export const DTYPES = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '|u1': Uint8Array,
} as const;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/**
 * Reads the NPY format, versions 1–3 (NumPy enhancement proposal 1): a magic string, a version, the length of a header
 * that is a Python literal, then the values. Little-endian f4, f8, i4, i8 and u1, row-major; nothing else.
 * @throws TrainError `data_corrupt` naming file and byte
 */
export function readNpy(name: string, bytes: Uint8Array): NpyArray {
  const { shape, dtype, dataStart } = readNpyHeader(name, bytes, bytes.length);
  // Copied, because views of wider types must begin at a multiple of their width.
  return { shape, dtype, values: new DTYPES[dtype](bytes.slice(dataStart).buffer, 0, countOf(shape)) };
}

export interface NpyHeader extends Pick<NpyArray, 'shape' | 'dtype'> {
  /** Byte at which the values begin. */
  readonly dataStart: number;
}

/** The same from a file's first bytes and its size. */
export function readNpyHeader(name: string, bytes: Uint8Array, size: number): NpyHeader {
  const { text, start, dataStart } = readHeader(name, bytes);
  const place = `${name}: byte ${start}`;
  const descr = literal(text, 'descr', /'([^']*)'|"([^"]*)"/) ?? '';
  const order = literal(text, 'fortran_order', /(True|False)/);
  const dims = literal(text, 'shape', /\(([\d,\s]*)\)/);
  if (order === undefined || dims === undefined || descr === '')
    throw corrupt(place, `the header ${shown(text)} must give descr, fortran_order and shape`);
  if (!Object.hasOwn(DTYPES, descr))
    throw corrupt(place, `values of type ${shown(descr)}; known: ${Object.keys(DTYPES).join(', ')}`);
  if (order === 'True')
    throw corrupt(place, 'the array is column-major (fortran_order); save numpy.ascontiguousarray(a)');
  const shape = dims
    .split(',')
    .map((dim) => dim.trim())
    .filter((dim) => dim !== '')
    .map((dim) => (/^\d+$/.test(dim) ? Number(dim) : NaN));
  if (!shape.every(Number.isSafeInteger)) throw corrupt(place, `the shape ${shown(`(${dims})`)} is none`);
  const dtype = descr as keyof typeof DTYPES;
  requireLength(name, size, { shape, dtype, dataStart });
  return { shape, dtype, dataStart };
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

function readHeader(name: string, bytes: Uint8Array) {
  const ends = (expected: number) => corrupt(name, `ends at byte ${bytes.length}, expected ${expected}`);
  MAGIC.forEach((want, at) => {
    if (at >= bytes.length) throw ends(10);
    if (bytes[at] !== want)
      throw corrupt(`${name}: byte ${at}`, `is ${bytes[at]}, expected ${want}: this is no NPY file`);
  });
  const version = bytes[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw ends(start);
  if (version < 1 || version > 3) throw corrupt(`${name}: byte 6`, `NPY version ${version}; known: 1, 2, 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LIMITS.npyHeaderBytes)
    throw corrupt(`${name}: byte 8`, `a header of ${length} bytes, more than ${LIMITS.npyHeaderBytes}`);
  if (bytes.length < start + length) throw ends(start + length);
  const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + length)).trim();
  return { text, start, dataStart: start + length };
}

/** The value of a key of the header's dictionary. */
function literal(text: string, key: string, value: RegExp): string | undefined {
  const match = new RegExp(`['"]${key}['"]\\s*:\\s*(?:${value.source})`).exec(text);
  return match?.slice(1).find((group) => group !== undefined);
}

function requireLength(name: string, size: number, { shape, dtype, dataStart }: NpyHeader): void {
  const end = dataStart + countOf(shape) * DTYPES[dtype].BYTES_PER_ELEMENT;
  const array = `its ${shape.join('×') || 'single'} values of ${dtype}`;
  if (size < end) throw corrupt(name, `ends at byte ${size}, but ${array} end at byte ${end}`);
  if (size > end) throw corrupt(name, `goes on after byte ${end}, where ${array} end`);
}
