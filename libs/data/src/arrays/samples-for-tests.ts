import { crc32 } from './crc32.js';

/** An NPY file of version 1. */
export function npyFile(
  descr: string,
  shape: readonly number[],
  values: ArrayBufferView,
  order = 'False',
): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const header = new TextEncoder().encode(`${text.padEnd(128 - 10 - 1)}\n`);
  const file = new Uint8Array(128 + values.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  file.set(header, 10);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 128);
  return file;
}

interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The stream in the archive; default: the bytes as they are. */
  readonly deflated?: Uint8Array;
}

/** A ZIP archive as NumPy writes it: sizes in the directory. */
export function zipFile(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, deflated } of entries) {
    const title = new TextEncoder().encode(name);
    const packed = deflated ?? bytes;
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(26, title.length, true);
    const central = new DataView(new ArrayBuffer(46));
    central.setUint32(0, 0x02014b50, true);
    central.setUint16(10, deflated ? 8 : 0, true);
    central.setUint32(16, crc32(bytes), true);
    central.setUint32(20, packed.length, true);
    central.setUint32(24, bytes.length, true);
    central.setUint16(28, title.length, true);
    central.setUint32(42, at, true);
    parts.push(new Uint8Array(local.buffer), title, packed);
    directory.push(new Uint8Array(central.buffer), title);
    at += 30 + title.length + packed.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(16, at, true);
  return Uint8Array.from([...parts, ...directory, new Uint8Array(end.buffer)].flatMap((part) => [...part]));
}

/** gzip by the platform; without its header and trailer a raw deflate stream. */
export async function gzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const deflated = async (bytes: Uint8Array): Promise<Uint8Array> =>
  (await gzipped(bytes)).slice(10, -8);

export const patched = (bytes: Uint8Array, at: number, value: number): Uint8Array =>
  bytes.map((old, index) => (index === at ? value : old));
