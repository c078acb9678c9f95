import { corrupt, shown } from '../files/corrupt.js';
import { csvRecords, fieldPlace } from '../table/csv-records.js';
import { readHeader, requireWidth } from '../table/read-csv.js';
import { wholeText } from '../table/text-piece.js';
import { parseNumber } from '../table/table-builder.js';
import { utf8 } from '../table/utf8.js';

/**
 * The named columns of a CSV file whose lines follow each other in time, each with a value for every line.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readSeries(
  name: string,
  bytes: Uint8Array,
  { columns, delimiter }: { readonly columns: readonly string[]; readonly delimiter: string },
): readonly Float64Array[] {
  const records = csvRecords(name, wholeText(utf8(name, bytes)), delimiter);
  const first = records.next();
  if (first.done === true) throw corrupt(name, 'is empty: its first line must name the columns');
  const header = readHeader(name, first.value);
  const at = columns.map((column) => {
    const index = header.indexOf(column);
    if (index < 0)
      throw corrupt(`${name}:1`, `there is no column ${shown(column)}: there are ${header.join(', ')}`);
    return index;
  });
  const values = at.map(() => [] as number[]);
  for (const record of records) {
    requireWidth(name, record, header.length);
    at.forEach((index, i) => {
      const text = record.fields[index] as string;
      const value = parseNumber(text);
      if (value === undefined)
        throw corrupt(
          fieldPlace(name, record, index),
          `${shown(text)} in column ${shown(columns[i] as string)} is not a number: a series has no gaps`,
        );
      values[i]?.push(value);
    });
  }
  return values.map((column) => Float64Array.from(column));
}
