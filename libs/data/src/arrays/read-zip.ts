import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import { gunzip } from '../files/gzip.js';
import { crc32 } from './crc32.js';

/** A ZIP archive (PKWARE APPNOTE 6.3): stored and deflated entries, one disk, no encryption, no ZIP64 directory. */
export interface ZipArchive {
  readonly names: readonly string[];
  /** @throws TrainError `data_corrupt` when there is no such entry, or it fails its CRC */
  entry(name: string): Promise<Uint8Array>;
}

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of its local header. */
  readonly at: number;
}

const [END, DIRECTORY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50] as const;
const [END_BYTES, DIRECTORY_BYTES, LOCAL_BYTES] = [22, 46, 30] as const;
const LONGEST_COMMENT = 0xffff;
const [STORED, DEFLATED] = [0, 8] as const;

/**
 * Reads the directory at an archive's end; entries are unpacked when asked for.
 * @throws TrainError `data_corrupt` naming file and byte
 */
export function readZip(name: string, bytes: Uint8Array): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(name, view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count > LIMITS.zipEntries)
    throw corrupt(`${name}: byte ${end + 10}`, `${count} entries, more than ${LIMITS.zipEntries}`);
  const entries = new Map<string, Entry>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + DIRECTORY_BYTES > end || view.getUint32(at, true) !== DIRECTORY)
      throw corrupt(
        `${name}: byte ${at}`,
        `entry ${i + 1} of ${count} of the archive's directory is not there`,
      );
    const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const text = new TextDecoder().decode(
      bytes.subarray(at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameBytes),
    );
    if (entries.has(text)) throw corrupt(`${name}: byte ${at}`, `a second entry ${shown(text)}`);
    if (view.getUint16(at + 8, true) & 1)
      throw corrupt(`${name}: byte ${at}`, `the entry ${shown(text)} is encrypted`);
    entries.set(text, {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += DIRECTORY_BYTES + nameBytes + extra + comment;
  }
  return {
    names: [...entries.keys()],
    entry: (wanted) => {
      const entry = entries.get(wanted);
      if (entry) return unpack(`${name}/${wanted}`, view, entry);
      const known = [...entries.keys()].slice(0, 20).map((key) => shown(key.replace(/\.npy$/, '')));
      throw corrupt(
        name,
        `there is no array ${shown(wanted.replace(/\.npy$/, ''))}; the archive holds ${known.join(', ') || 'nothing'}`,
      );
    },
  };
}

function findEnd(name: string, view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END) return at;
  throw corrupt(name, `ends at byte ${view.byteLength} without a ZIP directory: it is cut, or no NPZ file`);
}

async function unpack(name: string, view: DataView, entry: Entry): Promise<Uint8Array> {
  const { at, packed, size, method } = entry;
  if (at + LOCAL_BYTES > view.byteLength || view.getUint32(at, true) !== LOCAL)
    throw corrupt(`${name}: byte ${at}`, 'no entry begins here, although the archive says so');
  const start = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > view.byteLength)
    throw corrupt(name, `ends at byte ${view.byteLength}, but this entry ends at byte ${start + packed}`);
  if (size > LIMITS.dataFileBytes)
    throw corrupt(name, `unpacks to ${size} bytes, more than ${LIMITS.dataFileBytes}`);
  const data = new Uint8Array(view.buffer, view.byteOffset + start, packed);
  if (method === DEFLATED) return inflate(name, data, entry);
  if (method !== STORED)
    throw corrupt(`${name}: byte ${at + 8}`, `packed by method ${method}; known: 0 (stored), 8 (deflated)`);
  if (packed !== size)
    throw corrupt(`${name}: byte ${at}`, `a stored entry of ${packed} bytes that should be ${size}`);
  if (crc32(data) !== entry.crc)
    throw corrupt(
      `${name}: byte ${start}–${start + packed - 1}`,
      'fails its CRC-32: it changed after it was written',
    );
  return data;
}

/**
 * A gzip member is a deflate stream between a header and the CRC and length that a ZIP directory holds as well, so the
 * platform's gzip decompressor unpacks and checks both formats.
 */
function inflate(name: string, data: Uint8Array, { crc, size }: Entry): Promise<Uint8Array> {
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  const member = new Uint8Array(header.length + data.length + 8);
  member.set(header);
  member.set(data, header.length);
  const trailer = new DataView(member.buffer, header.length + data.length);
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size, true);
  return gunzip(name, member, size);
}
