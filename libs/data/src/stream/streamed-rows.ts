import { assert, TrainError } from '@ringmaster/core';
import { DTYPES, type NpyArray } from '../arrays/read-npy.js';
import { toFloats } from '../arrays/to-floats.js';
import { BYTE_VALUES } from '../byte-values.js';
import type { TableSink } from '../table/table-sink.js';
import type { FileRef, FileView, OpenFileView } from './file-view.js';
import { type Preparation, preparedSample } from './prepared-sample.js';
import { readRow, RowMemory, type TableFile } from './table-file.js';

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
  readonly files: readonly (RecordFile | TableFile)[];
  /** Values of a sample. */
  readonly width: number;
  /** Of a table: how a row becomes a sample. */
  readonly prepared?: Preparation;
}

export const isStreamed = (x: ArrayBufferView | StreamedRows): x is StreamedRows => 'files' in x;

/** Reads samples by their number. */
export interface RowReader {
  read(row: number, into: Float32Array | Int32Array): void;
  close(): void;
}

/** Opens each file when it is first needed. */
export function rowReader(rows: StreamedRows, open: OpenFileView): RowReader {
  const files = fileFinder(rows.files, open);
  const { width, prepared = { width } } = rows;
  const sample = preparedSample(prepared);
  const memory = new RowMemory();
  const bytes = rows.files.map((file) => new Uint8Array('starts' in file ? 0 : width * bytesOf(file.kind)));
  return {
    read(row, into) {
      const { at, file, view, record } = files.find(row);
      if ('starts' in file)
        return sample.fill(into, (sink) => readRow(file, { view, row: record, memory }, sink));
      const buffer = bytes[at] as Uint8Array<ArrayBuffer>;
      view.readAt(file.start + record * file.stride, buffer);
      decode(file, { bytes: buffer, record }, into);
    },
    close: files.close,
  };
}

/** Puts rows of tables into a sink, as they are in their files. */
export function tableRows(
  rows: StreamedRows,
  open: OpenFileView,
): { visit(row: number, sink: TableSink): void; close(): void } {
  const files = fileFinder(rows.files, open);
  const memory = new RowMemory();
  return {
    visit(row, sink) {
      const { file, view, record } = files.find(row);
      assert('starts' in file, `${file.file.name} is no table`);
      readRow(file, { view, row: record, memory }, sink);
    },
    close: files.close,
  };
}

/** Files whose rows follow each other. */
function fileFinder<File extends RecordFile | TableFile>(files: readonly File[], open: OpenFileView) {
  const starts: number[] = [];
  let count = 0;
  for (const file of files) {
    starts.push(count);
    count += file.count;
  }
  const views: FileView[] = [];
  return {
    find(row: number) {
      const at = starts.findLastIndex((start) => start <= row);
      const file = files[at];
      assert(file && row < count, `row ${row} of ${count} was asked for`);
      return { at, file, view: (views[at] ??= open(file.file)), record: row - (starts[at] ?? 0) };
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
