import type { SampleBlock } from '../files/sample-block.js';
import { GrowingArray } from '../growing-array.js';
import { TableBuilder } from '../table/table-builder.js';
import { readTable, type TableFormat } from '../table/table-format.js';
import { type FileView, refOf } from './file-view.js';
import { readPieces, type RecordEnd } from './record-pieces.js';
import type { TableFile, TableLayout } from './table-file.js';

/**
 * Goes through a table once: everything is checked, labels are kept, values stay in the file, and where each row
 * begins is noted.
 * @throws TrainError `data_corrupt` naming file, line and column, as when it is read whole
 */
export function indexTable<Record, Layout extends TableLayout>(
  view: FileView,
  format: TableFormat<Record, Layout>,
  end: RecordEnd,
): SampleBlock {
  const starts = new GrowingArray((length) => new Float64Array(length));
  let rowEnd = 0;
  const { table, layout } = readPieces(view, end, (pieces) => {
    let found: Layout | undefined;
    const table = readTable({
      format,
      pieces,
      sinkOf(layout) {
        found = layout;
        return new TableBuilder(format.name, layout.columns, { labelKind: format.labelKind, isIndex: true });
      },
      onRow({ start, ends }, index) {
        starts.push(index === 0 ? start : (ends[index - 1] as number));
        rowEnd = ends[index] as number;
      },
    });
    return { table: table.build(), layout: found as Layout };
  });
  starts.push(rowEnd);
  const file: TableFile = { file: refOf(view), count: table.count, starts: starts.take(), layout };
  const width = layout.columns.length;
  return { ...table, rows: { width, files: [file], prepared: { width } } };
}
