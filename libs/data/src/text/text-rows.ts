import { corrupt, shown } from '../files/corrupt.js';
import { csvRecords, fieldPlace } from '../table/csv-records.js';
import { readHeader, requireWidth } from '../table/read-csv.js';
import { wholeText } from '../table/text-piece.js';
import { columnOf, jsonLines, NO_LINES } from '../table/read-jsonl.js';
import { utf8 } from '../table/utf8.js';

/** One text and its class. */
export interface TextRow {
  readonly text: string;
  readonly label: string;
  /** `file:line:column` */
  readonly where: string;
  readonly labelWhere: string;
}

export interface TextColumns {
  readonly text: string;
  readonly label: string;
  readonly delimiter: string;
}

/**
 * The texts of a CSV file (by its name, `.csv` or `.csv.gz`) or of JSON lines.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readTextRows(name: string, bytes: Uint8Array, columns: TextColumns): readonly TextRow[] {
  const rows = /\.csv(\.gz)?$/i.test(name) ? csvRows(name, bytes, columns) : jsonRows(name, bytes, columns);
  if (rows.length === 0) throw corrupt(name, 'holds no samples');
  return rows;
}

function csvRows(name: string, bytes: Uint8Array, columns: TextColumns): readonly TextRow[] {
  const records = csvRecords(name, wholeText(utf8(name, bytes)), columns.delimiter);
  const first = records.next();
  if (first.done === true) throw corrupt(name, 'is empty: its first line must name the columns');
  const header = readHeader(name, first.value);
  const [textAt, labelAt] = [columns.text, columns.label].map((column) => {
    const at = header.indexOf(column);
    if (at < 0)
      throw corrupt(
        `${name}:1`,
        `there is no column ${shown(column)}; the columns are ${header.slice(0, 20).map(shown).join(', ')}`,
      );
    return at;
  }) as [number, number];
  const rows: TextRow[] = [];
  for (const record of records) {
    requireWidth(name, record, header.length);
    rows.push(
      checked({
        text: record.fields[textAt] ?? '',
        label: (record.fields[labelAt] ?? '').trim(),
        where: fieldPlace(name, record, textAt),
        labelWhere: fieldPlace(name, record, labelAt),
      }),
    );
  }
  return rows;
}

function jsonRows(name: string, bytes: Uint8Array, columns: TextColumns): readonly TextRow[] {
  const rows = Array.from(jsonLines(name, wholeText(utf8(name, bytes))), ({ row, line, source }) => {
    const place = (key: string) => `${name}:${line}:${columnOf(source, key)}`;
    const [text, label] = [columns.text, columns.label].map((key) =>
      Object.hasOwn(row, key) ? row[key] : undefined,
    );
    if (typeof text !== 'string')
      throw corrupt(place(columns.text), `${shown(columns.text)} is missing, or is no text`);
    if (!['string', 'number', 'boolean'].includes(typeof label))
      throw corrupt(place(columns.label), `the label ${shown(columns.label)} is missing, or is no word`);
    return checked({
      text,
      label: String(label).trim(),
      where: place(columns.text),
      labelWhere: place(columns.label),
    });
  });
  if (rows.length === 0) throw corrupt(name, NO_LINES);
  return rows;
}

function checked(row: TextRow): TextRow {
  if (row.text.trim() === '') throw corrupt(row.where, 'the text is empty');
  if (row.label === '') throw corrupt(row.labelWhere, 'the label is missing');
  return row;
}
