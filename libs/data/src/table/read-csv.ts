import { type EncodeSpec, type EncodeSpecs, specOf } from '../encode/encode-config.js';
import { missingWord } from '../encode/encode-words.js';
import type { Filling } from '../files/fill-missing.js';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { csvRecords, type CsvRecord, fieldPlace } from './csv-records.js';
import { type LabelKind, labelOf, parseNumber, TableBuilder } from './table-builder.js';
import { chooseFeatures } from './table-config.js';
import { utf8 } from './utf8.js';

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

/**
 * Reads a CSV file whose first record names the columns. Missing features become NaN, unless they are refused.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readCsv(name: string, bytes: Uint8Array, options: CsvOptions): SampleBlock {
  const records = csvRecords(name, utf8(name, bytes), options.delimiter);
  const first = records.next();
  if (first.done === true) throw corrupt(name, 'is empty: its first line must name the columns');
  const header = readHeader(name, first.value);
  const chosen = chooseFeatures(header, options);
  if ('problem' in chosen) throw corrupt(`${name}:1`, chosen.problem);
  const table = new TableBuilder(name, chosen.features, options.labelKind);
  const places = new Map(header.map((column, index) => [column, index]));
  const at = chosen.features.map((feature) => ({
    index: places.get(feature) ?? -1,
    encode: specOf(options.encode, feature),
  }));
  const labelAt = header.indexOf(options.label);
  const keyAt = options.key === undefined ? -1 : header.indexOf(options.key);
  const marks = new Set(options.missingMarks);
  const reading: Reading = { name, header, marks, missing: options.missing };
  for (const record of records) {
    requireWidth(name, record, header.length);
    for (const { index, encode } of at)
      if (encode) table.word(readWord(reading, record, { index, encode }));
      else table.value(readValue(reading, record, index));
    const text = record.fields[labelAt] as string;
    const where = fieldPlace(name, record, labelAt);
    if (marks.has(text.trim())) throw corrupt(where, `the label is missing (${shown(text)})`);
    if (keyAt >= 0) table.key(record.fields[keyAt] as string);
    table.label(labelOf(text, options.labelKind, where), {
      line: record.lines[labelAt] as number,
      column: record.columns[labelAt] as number,
    });
  }
  return table.build();
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

/** What all fields of a file are read by. */
interface Reading {
  readonly name: string;
  readonly header: readonly string[];
  readonly marks: ReadonlySet<string>;
  readonly missing: CsvOptions['missing'];
}

/** The word of a field, undefined where it is missing. */
function readWord(
  { name, header, marks }: Reading,
  record: CsvRecord,
  { index, encode }: { readonly index: number; readonly encode: EncodeSpec },
): string | undefined {
  const word = (record.fields[index] as string).trim();
  if (!marks.has(word)) return word;
  if (encode.missing !== 'refuse') return undefined;
  throw missingWord(fieldPlace(name, record, index), header[index] ?? '');
}

function readValue({ name, header, marks, missing }: Reading, record: CsvRecord, index: number): number {
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
  if (missing !== 'refuse') return NaN;
  throw corrupt(
    where,
    `the value of ${column} is missing; say data.config.missing: mean, or a number, to fill it in`,
  );
}
