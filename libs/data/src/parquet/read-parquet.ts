import { LIMITS } from '@ringmaster/contracts';
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { TableBuilder } from '../table/table-builder.js';
import {
  addFeature,
  columnNames,
  readFeatures,
  readKey,
  readLabel,
  type Row,
  type RowOptions,
} from '../table/table-rows.js';

const MAGIC = [0x50, 0x41, 0x52, 0x31] as const;
/** The length of the footer, and the magic at the end. */
const TAIL_BYTES = 8;

/**
 * Reads a Parquet file, one row group after the other, the columns that are needed and no others: numbers and flat lists
 * of numbers.
 * @throws TrainError `data_corrupt` naming file, row and column
 */
export async function readParquet(
  name: string,
  bytes: Uint8Array,
  options: RowOptions,
): Promise<SampleBlock> {
  const metadata = readFooter(name, bytes);
  const columns = topLevel(metadata);
  const groups = rowGroups(name, metadata);
  if (groups.length === 0) throw corrupt(name, 'holds no rows');
  const read = (range: readonly [number, number], wanted: readonly string[]) =>
    rowsOf(name, bytes, { metadata, range, wanted });
  const at = (row: number) => `${name}: row ${row}`;
  // A file's own column names come first, so that a wrong one is told before anything is unpacked.
  const first = (await read([0, 1], columns))[0] as Row;
  const features = readFeatures(name, first, options);
  const table = new TableBuilder(name, columnNames(name, features), {
    labelKind: options.labelKind,
    placeOf: at,
  });
  const key = options.key === undefined ? [] : [options.key];
  const wanted = [...features.map((feature) => feature.name), options.label, ...key];
  for (const range of groups) {
    const rows = await read(range, wanted);
    rows.forEach((row, index) => {
      const where = at(range[0] + index);
      for (const feature of features) addFeature(table, row, feature, { at: () => where, options });
      if (options.key !== undefined) table.key(readKey(row, where, options.key));
      table.label(readLabel(row, where, options), { line: range[0] + index, column: 0 });
    });
  }
  return table.build();
}

function readFooter(name: string, bytes: Uint8Array): FileMetaData {
  const isMagic = (at: number) => MAGIC.every((byte, i) => bytes[at + i] === byte);
  if (bytes.length === 0) throw corrupt(name, 'is empty');
  if (!isMagic(0)) throw corrupt(`${name}: byte 0`, 'no Parquet file begins like this: PAR1 is missing');
  if (bytes.length < MAGIC.length + TAIL_BYTES || !isMagic(bytes.length - MAGIC.length))
    throw corrupt(name, `ends at byte ${bytes.length} without PAR1: it is cut`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [length, end] = [view.getUint32(bytes.length - TAIL_BYTES, true), bytes.length - TAIL_BYTES];
  if (length === 0 || length > end - MAGIC.length)
    throw corrupt(
      `${name}: byte ${end}`,
      `says that the footer holds ${length} bytes, but there are ${end - MAGIC.length}`,
    );
  return attempt(`${name}: byte ${end - length}–${end - 1}`, 'the footer cannot be read', () =>
    parquetMetadata(bytes.slice().buffer),
  );
}

/** Names of the columns; those of a nested one have the first part of their path in common. */
const topLevel = ({ schema }: FileMetaData): readonly string[] => {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const { num_children: children = 0 } = schema[at++] ?? {};
    for (let i = 0; i < children; i++) skip();
  };
  while (at < schema.length) {
    names.push(schema[at]?.name ?? '');
    skip();
  }
  return names;
};

/** First row and end of each group. */
function rowGroups(name: string, metadata: FileMetaData): readonly (readonly [number, number])[] {
  let [rows, unpacked] = [0, 0];
  const ranges: (readonly [number, number])[] = [];
  metadata.row_groups.forEach((group, index) => {
    const count = Number(group.num_rows);
    unpacked += Number(group.total_byte_size);
    if (!(count >= 0) || !(unpacked <= LIMITS.dataFileBytes))
      throw corrupt(
        `${name}: row group ${index}`,
        `claims ${count} rows, and ${unpacked} bytes with those before it; a file may unpack to ${LIMITS.dataFileBytes}`,
      );
    if (count > 0) ranges.push([rows, rows + count]);
    rows += count;
  });
  if (BigInt(rows) !== metadata.num_rows)
    throw corrupt(name, `claims ${metadata.num_rows} rows, but its row groups hold ${rows}`);
  return ranges;
}

interface Wanted {
  readonly metadata: FileMetaData;
  readonly range: readonly [number, number];
  readonly wanted: readonly string[];
}

async function rowsOf(
  name: string,
  bytes: Uint8Array,
  { metadata, range: [rowStart, rowEnd], wanted }: Wanted,
): Promise<readonly Row[]> {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const known = new Set(topLevel(metadata));
  const columns = wanted.filter((column) => known.has(column));
  const where = `${name}: rows ${rowStart}–${rowEnd - 1}`;
  try {
    const rows = await parquetReadObjects({
      ...{ file, metadata, columns, rowStart, rowEnd },
      compressors: bounded,
    });
    if (rows.length !== rowEnd - rowStart)
      throw corrupt(where, `only ${rows.length} of these rows are there`);
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])),
    );
  } catch (cause) {
    throw unreadable(where, 'cannot be read', cause);
  }
}

/** How many bytes one byte can become at most, as each format is made. Brotli repeats without such an end. */
const MOST_FOR_A_BYTE: Readonly<Record<string, number>> = {
  SNAPPY: 64,
  LZ4: 256,
  LZ4_RAW: 256,
  GZIP: 1_032,
  ZSTD: 131_072,
};

/** A page cannot ask for more memory than the whole file may unpack to, or than its own bytes can become. */
const bounded = Object.fromEntries(
  Object.entries({ ...compressors, ZSTD: unpackZstd }).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, length: number) => {
      const most = Math.min(LIMITS.dataFileBytes, (MOST_FOR_A_BYTE[codec] ?? Infinity) * input.length);
      if (length > most) throw new RangeError(`a page of ${length} bytes, packed into ${input.length}`);
      return unpack(input, length);
    },
  ]),
) as typeof compressors;

/** Into a buffer of ours: without one the decompressor allocates whatever the frame's own header says. */
export function unpackZstd(input: Uint8Array, length: number): Uint8Array {
  return decompressZstd(input, new Uint8Array(length));
}

/** Integers of 64 bits as numbers where they are exact; lists as arrays; nothing as null. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)))
    return Array.from(value as ArrayLike<unknown>, plain);
  return value;
}

function attempt<T>(where: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unreadable(where, what, cause);
  }
}

function unreadable(where: string, what: string, cause: unknown): Error {
  if (cause instanceof Error && 'code' in cause && cause.code === 'data_corrupt') return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return corrupt(where, `${what} (${reason.slice(0, 200)})`, { cause });
}
