import { type EncodeSpec, type EncodeSpecs, specOf } from '../encode/encode-config.js';
import { missingWord } from '../encode/require-code.js';
import type { Filling } from '../files/fill-missing.js';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { csvRecords, type CsvRecord, fieldPlace } from './csv-records.js';
import { type LabelKind, labelOf, parseNumber } from './table-builder.js';
import { chooseFeatures } from './table-config.js';
import { type TableFormat, tableInMemory } from './table-format.js';
import type { TableSink } from './table-sink.js';
import { TABLE_TEXT, utf8 } from './utf8.js';

export interface CsvOptions {
  readonly label: string;
  readonly labelKind: LabelKind;
  readonly features?: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly missing: 'refuse' | Filling;
  /** The column that the split is made by: no feature. */
  readonly key?: string | undefined;
  /** Columns of words. */
  readonly encode?: EncodeSpecs | undefined;
  /** Fields that count as missing. */
  readonly missingMarks: readonly string[];
  readonly delimiter: string;
}

/** Where a record's values are. Plain data. */
export interface CsvLayout {
  readonly kind: 'csv';
  /** Of the file. */
  readonly name: string;
  readonly header: readonly string[];
  /** Names of the features. */
  readonly columns: readonly string[];
  /** The field of each feature, and what becomes of its words where it holds some. */
  readonly fields: readonly { readonly index: number; readonly encode: EncodeSpec | undefined }[];
  readonly label: number;
  /** −1: none. */
  readonly key: number;
  readonly marks: ReadonlySet<string>;
  readonly options: Pick<CsvOptions, 'missing' | 'labelKind' | 'delimiter'>;
}

/**
 * A CSV file whose first record names the columns. Missing features become NaN, unless they are refused. Its errors are
 * `data_corrupt`, naming file, line and column.
 */
export const csvFormat = (name: string, options: CsvOptions): TableFormat<CsvRecord, CsvLayout> => ({
  name,
  labelKind: options.labelKind,
  records: (piece) => csvRecords(name, piece, options.delimiter),
  layoutOf: (first) => layoutOf(name, first, options),
  hasHeader: true,
  ifEmpty: 'is empty: its first line must name the columns',
  add: addCsvRecord,
});

/** A whole CSV file. @throws TrainError `data_corrupt` naming file, line and column */
export const readCsv = (name: string, bytes: Uint8Array, options: CsvOptions): SampleBlock =>
  tableInMemory(csvFormat(name, options), utf8(name, bytes, TABLE_TEXT));

function layoutOf(name: string, first: CsvRecord, options: CsvOptions): CsvLayout {
  const header = readHeader(name, first);
  const chosen = chooseFeatures(header, options);
  if ('problem' in chosen) throw corrupt(`${name}:1`, chosen.problem);
  const columns = chosen.features;
  const places = new Map(header.map((column, index) => [column, index]));
  const { missing, labelKind, delimiter } = options;
  return {
    kind: 'csv',
    name,
    header,
    columns,
    fields: columns.map((feature) => ({
      index: places.get(feature) ?? -1,
      encode: specOf(options.encode, feature),
    })),
    label: header.indexOf(options.label),
    key: options.key === undefined ? -1 : header.indexOf(options.key),
    marks: new Set(options.missingMarks),
    options: { missing, labelKind, delimiter },
  };
}

/** Puts a record's values into a sink. @throws TrainError `data_corrupt` naming file, line and column */
export function addCsvRecord(layout: CsvLayout, record: CsvRecord, sink: TableSink): void {
  const { name, label, key, marks } = layout;
  requireWidth(name, record, layout.header.length);
  for (const { index, encode } of layout.fields)
    if (encode) sink.word(readWord(layout, record, { index, encode }));
    else sink.value(readValue(layout, record, index));
  const text = record.fields[label] as string;
  const where = fieldPlace(name, record, label);
  if (marks.has(text.trim())) throw corrupt(where, `the label is missing (${shown(text)})`);
  if (key >= 0) sink.key(record.fields[key] as string);
  sink.label(labelOf(text, layout.options.labelKind, where), {
    line: record.lines[label] as number,
    column: record.columns[label] as number,
  });
}

/** @throws TrainError `data_corrupt` when a column has no name, or another one's */
export function readHeader(name: string, record: CsvRecord): readonly string[] {
  const header = record.fields.map((field) => field.trim());
  const seen = new Set<string>();
  header.forEach((field, index) => {
    const where = fieldPlace(name, record, index);
    if (field === '') throw corrupt(where, 'a column without a name');
    if (seen.has(field)) throw corrupt(where, `a second column ${shown(field)}`);
    seen.add(field);
  });
  return header;
}

/** @throws TrainError `data_corrupt` unless the record has as many fields as the header */
export function requireWidth(name: string, record: CsvRecord, width: number): void {
  const { line, fields } = record;
  if (fields.length === width) return;
  const last = Math.min(fields.length, width + 1) - 1;
  const where = fields.length < width ? `${name}:${line}` : fieldPlace(name, record, last);
  throw corrupt(
    where,
    `${fields.length} field${fields.length === 1 ? '' : 's'}, but the first line names ${width} columns`,
  );
}

/** The word of a field, undefined where it is missing. */
function readWord(
  { name, header, marks }: CsvLayout,
  record: CsvRecord,
  { index, encode }: { readonly index: number; readonly encode: EncodeSpec },
): string | undefined {
  const word = (record.fields[index] as string).trim();
  if (!marks.has(word)) return word;
  if (encode.missing !== 'refuse') return undefined;
  throw missingWord(fieldPlace(name, record, index), header[index] ?? '');
}

function readValue({ name, header, marks, options }: CsvLayout, record: CsvRecord, index: number): number {
  const text = record.fields[index] as string;
  const value = parseNumber(text);
  if (value !== undefined) return value;
  const where = fieldPlace(name, record, index);
  const column = `column ${shown(header[index] ?? '')}`;
  if (!marks.has(text.trim()))
    throw corrupt(
      where,
      `${shown(text)} in ${column} is not a number that float32 can hold; columns of words are named in data.config.encode`,
    );
  if (options.missing !== 'refuse') return NaN;
  throw corrupt(
    where,
    `the value of ${column} is missing; say data.config.missing: mean, or a number, to fill it in`,
  );
}
