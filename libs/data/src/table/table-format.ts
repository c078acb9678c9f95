import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { type LabelKind, TableBuilder } from './table-builder.js';
import type { TableSink } from './table-sink.js';
import { type TextPiece, wholeText } from './text-piece.js';

/** Where the values are in a record. */
interface Layout {
  /** Of the features. */
  readonly columns: readonly string[];
}

/** A file of records that are rows. */
export interface TableFormat<Record, Plan extends Layout> {
  /** Of the file. */
  readonly name: string;
  readonly labelKind: LabelKind;
  /** @throws TrainError `data_corrupt` naming file, line and column */
  records(piece: TextPiece): Iterable<Record>;
  layoutOf(first: Record): Plan;
  /** Whether the first record only names the columns. */
  readonly hasHeader: boolean;
  /** What an empty file is told. */
  readonly ifEmpty: string;
  add(layout: Plan, record: Record, sink: TableSink): void;
}

interface Reading<Record, Plan extends Layout, Piece extends TextPiece, Sink extends TableSink> {
  readonly format: TableFormat<Record, Plan>;
  readonly pieces: Iterable<Piece>;
  readonly sinkOf: (layout: Plan) => Sink;
  /** Called before each row, which is the record `index` of its piece. */
  readonly onRow?: (piece: Piece, index: number) => void;
}

/**
 * Reads the pieces of a file, in their order, into a sink.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readTable<Record, Plan extends Layout, Piece extends TextPiece, Sink extends TableSink>({
  format,
  pieces,
  sinkOf,
  onRow,
}: Reading<Record, Plan, Piece, Sink>): Sink {
  let table: { readonly layout: Plan; readonly sink: Sink } | undefined;
  for (const piece of pieces) {
    let index = 0;
    for (const record of format.records(piece)) {
      const isHeader = !table && format.hasHeader;
      table ??= begun(format.layoutOf(record), sinkOf);
      if (!isHeader) {
        onRow?.(piece, index);
        format.add(table.layout, record, table.sink);
      }
      index++;
    }
  }
  if (!table) throw corrupt(format.name, format.ifEmpty);
  return table.sink;
}

const begun = <Plan, Sink>(layout: Plan, sinkOf: (layout: Plan) => Sink) => ({
  layout,
  sink: sinkOf(layout),
});

/** A whole file's rows in memory. @throws TrainError `data_corrupt` naming file, line and column */
export const tableInMemory = <Record, Plan extends Layout>(
  format: TableFormat<Record, Plan>,
  text: string,
): SampleBlock =>
  readTable({
    format,
    pieces: [wholeText(text)],
    sinkOf: ({ columns }) => new TableBuilder(format.name, columns, format),
  }).build();
