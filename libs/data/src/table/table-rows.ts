import { LIMITS } from '@ringmaster/contracts';
import { type EncodeSpec, type EncodeSpecs, specOf } from '../encode/encode-config.js';
import { missingWord } from '../encode/require-code.js';
import { corrupt, shown } from '../files/corrupt.js';
import type { Filling } from '../files/fill-missing.js';
import { type LabelKind, toFloat32 } from './table-builder.js';
import { chooseFeatures } from './table-config.js';
import type { TableSink } from './table-sink.js';

/** How rows that name their own values become samples. */
export interface RowOptions {
  readonly label: string;
  readonly labelKind: LabelKind;
  readonly features?: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly missing: 'refuse' | Filling;
  /** The column that the split is made by: no feature. */
  readonly key?: string | undefined;
  /** Columns of words. */
  readonly encode?: EncodeSpecs | undefined;
}

/** Features are numbers or flat lists of numbers, null for a missing one. */
export type Row = Readonly<Record<string, unknown>>;

/** A feature is one number, or as many as its first record's list holds. */
export interface Feature {
  readonly name: string;
  readonly length: number | undefined;
}

/** The features of all rows, as the first one shows them. @throws TrainError `data_corrupt` */
export function readFeatures(where: string, first: Row, options: RowOptions): readonly Feature[] {
  const chosen = chooseFeatures(Object.keys(first), options);
  if ('problem' in chosen) throw corrupt(where, chosen.problem);
  return chosen.features.map((name) => {
    const value = first[name];
    return { name, length: Array.isArray(value) ? value.length : undefined };
  });
}

/** One name a value: those of a list are numbered. @throws TrainError `data_corrupt` when there are too many */
export function columnNames(where: string, features: readonly Feature[]): readonly string[] {
  const columns = features.flatMap(({ name, length }) =>
    length === undefined ? [name] : Array.from({ length }, (_, i) => `${name}[${i}]`),
  );
  if (columns.length > LIMITS.dataColumns)
    throw corrupt(where, `more than ${LIMITS.dataColumns} values a sample`);
  return columns;
}

/** Where a value is. It is asked for when there is something to say, since finding it takes a search. */
interface Place {
  readonly at: () => string;
  readonly options: RowOptions;
}

/** Adds a row's feature to the table. @throws TrainError `data_corrupt` at `at` */
export function addFeature(
  table: TableSink,
  row: Row,
  { name, length }: Feature,
  { at, options }: Place,
): void {
  const value = Object.hasOwn(row, name) ? row[name] : null;
  const encode = specOf(options.encode, name);
  if (encode) return table.word(readWord(value, name, { at, missing: encode.missing }));
  if (length === undefined) return table.value(readNumber(value, name, { at, options }));
  if (!Array.isArray(value) || value.length !== length)
    throw corrupt(at(), `${shown(name)} must be a list of ${length} numbers, as in the first sample`);
  value.forEach((each, i) => table.value(readNumber(each, `${name}[${i}]`, { at, options })));
}

/** A word, a number or a truth value as a word; undefined where it is missing. */
function readWord(
  value: unknown,
  name: string,
  { at, missing }: { readonly at: () => string; readonly missing: EncodeSpec['missing'] },
): string | undefined {
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value).trim();
  if (value !== null && value !== undefined)
    throw corrupt(at(), `${shown(name)} is no word: data.config.encode takes texts, numbers, true and false`);
  if (missing !== 'refuse') return undefined;
  throw missingWord(at(), name);
}

function readNumber(value: unknown, name: string, { at, options }: Place): number {
  const number = typeof value === 'number' ? toFloat32(value) : undefined;
  if (number !== undefined) return number;
  if (value !== null)
    throw corrupt(
      at(),
      `${shown(name)} is not a number that float32 can hold; columns of words are named in data.config.encode`,
    );
  if (options.missing !== 'refuse') return NaN;
  throw corrupt(at(), `${shown(name)} is missing; say data.config.missing: mean, or a number, to fill it in`);
}

/** @throws TrainError `data_corrupt` at `at` */
export function readLabel(row: Row, at: string, { label, labelKind }: RowOptions): string | number {
  const value = Object.hasOwn(row, label) ? row[label] : undefined;
  if (value === undefined || value === null) throw corrupt(at, `the label ${shown(label)} is missing`);
  if (labelKind === 'category' && ['string', 'number', 'boolean'].includes(typeof value))
    return String(value).trim();
  const number = typeof value === 'number' ? toFloat32(value) : undefined;
  if (labelKind === 'number' && number !== undefined) return number;
  throw corrupt(
    at,
    `the label ${shown(label)} must be a ${labelKind === 'number' ? 'number that float32 can hold' : 'word or a number'}`,
  );
}

/** A row's value of the column that the split is made by. @throws TrainError `data_corrupt` at `at` */
export function readKey(row: Row, at: string, key: string): string {
  const value = Object.hasOwn(row, key) ? row[key] : undefined;
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  throw corrupt(at, `${shown(key)}, by which the split is made, is missing or is no word or number`);
}
