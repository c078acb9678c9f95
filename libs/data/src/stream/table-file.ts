import type { FileRef, FileView } from './file-view.js';
import { type CsvLayout, addCsvRecord } from '../table/read-csv.js';
import { csvRecords } from '../table/csv-records.js';
import { corrupt } from '../files/corrupt.js';
import { addJsonLine, type JsonlLayout, jsonLines } from '../table/read-jsonl.js';
import type { TableSink } from '../table/table-sink.js';
import { wholeText } from '../table/text-piece.js';
import { textOf } from '../table/utf8.js';

export type TableLayout = CsvLayout | JsonlLayout;

/** Rows of a table that stay in their file, and where each begins. Plain data. */
export interface TableFile {
  readonly file: FileRef;
  readonly count: number;
  /** Byte at which each row begins, and that at which the last one ends. */
  readonly starts: Float64Array;
  readonly layout: TableLayout;
}

/** Memory for one row after the other. */
export class RowMemory {
  #bytes = new Uint8Array(4_096);

  take(length: number): Uint8Array {
    if (length > this.#bytes.length) this.#bytes = new Uint8Array(2 * length);
    return this.#bytes.subarray(0, length);
  }
}

interface RowPlace {
  readonly view: FileView;
  /** Of the file. */
  readonly row: number;
  readonly memory: RowMemory;
}

/**
 * Puts a row's values into a sink.
 * @throws TrainError `data_corrupt` when it is not the row any more that it was when the file was opened
 */
export function readRow(
  { file, starts, layout }: TableFile,
  { view, row, memory }: RowPlace,
  sink: TableSink,
): void {
  const start = starts[row] as number;
  const bytes = memory.take((starts[row + 1] as number) - start);
  view.readAt(start, bytes);
  try {
    addRow(layout, textOf(file.name, bytes, start), sink);
  } catch (cause) {
    throw corrupt(
      `${file.name}: byte ${start}`,
      'this row is another one than when the file was opened: leave files alone while a job reads them',
      { cause },
    );
  }
}

function addRow(layout: TableLayout, text: string, sink: TableSink): void {
  if (layout.kind === 'csv')
    for (const record of csvRecords(layout.name, wholeText(text), layout.options.delimiter))
      addCsvRecord(layout, record, sink);
  else for (const line of jsonLines(layout.name, wholeText(text))) addJsonLine(layout, line, sink);
}
