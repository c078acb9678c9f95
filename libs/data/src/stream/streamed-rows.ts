import { assert, TrainError } from '@ringmaster/core';
import { DTYPES, type NpyArray } from '../arrays/read-npy.js';
import { toFloats } from '../arrays/to-floats.js';
import { BYTE_VALUES } from '../byte-values.js';
import type { FileRef, FileView, OpenFileView } from './file-view.js';

/** What the bytes of a record are: bytes, bytes of one channel after the other (CIFAR), or little-endian numbers. */
export type RecordKind = 'bytes' | 'planes' | NumberKind;
type NumberKind = Exclude<NpyArray['dtype'], '|u1'>;

/** Channels of `planes`. */
const CHANNELS = 3;

/** Records of equal length that follow each other in a file. */
export interface RecordFile {
  readonly file: FileRef;
  readonly count: number;
  /** Byte at which the first record's values begin. */
  readonly start: number;
  /** Bytes from one record to the next. */
  readonly stride: number;
  readonly kind: RecordKind;
}

/** Samples that stay in their files and are read when they are asked for. Plain data. */
export interface StreamedRows {
  readonly files: readonly RecordFile[];
  /** Values of a sample. */
  readonly width: number;
}

export const isStreamed = (x: ArrayBufferView | StreamedRows): x is StreamedRows => 'files' in x;

/** Reads samples by their number. */
export interface RowReader {
  read(row: number, into: Float32Array | Int32Array): void;
  close(): void;
}

/** Opens each file when it is first needed. */
export function rowReader({ files, width }: StreamedRows, open: OpenFileView): RowReader {
  const starts: number[] = [];
  let count = 0;
  for (const file of files) {
    starts.push(count);
    count += file.count;
  }
  const views: FileView[] = [];
  const bytes = files.map(({ kind }) => new Uint8Array(width * bytesOf(kind)));
  return {
    read(row, into) {
      const at = starts.findLastIndex((start) => start <= row);
      const [file, buffer] = [files[at], bytes[at]];
      assert(file && buffer && row < count, `row ${row} of ${count} was asked for`);
      const record = row - (starts[at] ?? 0);
      (views[at] ??= open(file.file)).readAt(file.start + record * file.stride, buffer);
      decode(file, { bytes: buffer, record }, into);
    },
    close: () => views.forEach((view) => view.close()),
  };
}

export const bytesOf = (kind: RecordKind): number =>
  kind === 'bytes' || kind === 'planes' ? 1 : DTYPES[kind].BYTES_PER_ELEMENT;

function decode(
  { kind, file }: RecordFile,
  { bytes, record }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly record: number },
  into: Float32Array | Int32Array,
): void {
  switch (kind) {
    case 'bytes':
      for (let i = 0; i < into.length; i++) into[i] = BYTE_VALUES[bytes[i] as number] as number;
      return;
    case 'planes': {
      const plane = into.length / CHANNELS;
      for (let i = 0; i < into.length; i++)
        into[i] = BYTE_VALUES[bytes[(i % CHANNELS) * plane + Math.floor(i / CHANNELS)] as number] as number;
      return;
    }
    case '<f4':
    case '<f8':
    case '<i4':
    case '<i8':
      toFloats(new DTYPES[kind](bytes.buffer), into, { name: file.name, first: record * into.length });
  }
}

/** For data sets whose samples are all in memory. */
export const noFiles: OpenFileView = ({ name }) => {
  throw new TrainError('internal', `${name} was to be read by position, and nobody said how`);
};
