import { LIMITS } from '@ringmaster/contracts';
import { readAhead } from '../stream/read-ahead.js';
import type { OpenFileView } from '../stream/file-view.js';
import { noFiles, rowReader, type StreamedRows } from '../stream/streamed-rows.js';
import type { SampleBlock } from './sample-block.js';

/** The training rows of a table, in their order, in memory or in files. */
export interface TrainingTable {
  readonly file: string;
  readonly columns: SampleBlock['columns'];
  readonly count: number;
  /** Values of a row. */
  readonly width: number;
  /** Visits each row; its values are there during the visit alone. */
  each(visit: (values: ArrayLike<number>) => void): void;
  /** All values of a column. */
  column(at: number): Float32Array;
}

export function trainingTable(
  block: SampleBlock,
  rows: Uint32Array,
  openFile: OpenFileView = noFiles,
): TrainingTable {
  const width = block.inputShape.reduce((product, dim) => product * dim, 1);
  const { file, columns, x } = block;
  const facts = { file, columns, count: rows.length, width };
  if (block.rows) return { ...facts, ...inFiles({ rows, width, streamed: block.rows }, openFile) };
  return {
    ...facts,
    each: (visit) => rows.forEach((row) => visit(x.subarray(row * width, (row + 1) * width))),
    column: (at) => Float32Array.from(rows, (row) => x[row * width + at] as number),
  };
}

/** Values of columns that are held at once: as much as a data set that is held whole. */
const HELD_VALUES = LIMITS.dataWholeBytes / Float32Array.BYTES_PER_ELEMENT;

interface Rows {
  readonly rows: Uint32Array;
  readonly width: number;
  readonly streamed: StreamedRows;
}

/** Goes through the files for each group of columns that fits into memory; columns are best asked for in their order. */
function inFiles(
  { rows, width, streamed }: Rows,
  openFile: OpenFileView,
): Pick<TrainingTable, 'each' | 'column'> {
  const each: TrainingTable['each'] = (visit) => {
    const reader = rowReader(streamed, (file) => readAhead(openFile(file)));
    const values = new Float32Array(width);
    try {
      for (const row of rows) {
        reader.read(row, values);
        visit(values);
      }
    } finally {
      reader.close();
    }
  };
  const atOnce = Math.max(1, Math.min(width, Math.floor(HELD_VALUES / rows.length)));
  let held: { readonly first: number; readonly columns: readonly Float32Array[] } | undefined;
  return {
    each,
    column(at) {
      const first = at - (at % atOnce);
      if (held?.first !== first) {
        held = undefined;
        const columns = Array.from(
          { length: Math.min(atOnce, width - first) },
          () => new Float32Array(rows.length),
        );
        let row = 0;
        each((values) => {
          columns.forEach((column, i) => (column[row] = values[first + i] as number));
          row++;
        });
        held = { first, columns };
      }
      return held.columns[at - first] as Float32Array;
    },
  };
}
