import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { jsonErrorAt } from './json-error.js';
import {
  addFeature,
  columnNames,
  readFeatures,
  readKey,
  readLabel,
  type Feature,
  type Row,
  type RowOptions,
} from './table-rows.js';
import { type TableFormat, tableInMemory } from './table-format.js';
import type { TableSink } from './table-sink.js';
import type { TextPiece } from './text-piece.js';
import { TABLE_TEXT, utf8 } from './utf8.js';

/** What each line's values are. Plain data. */
export interface JsonlLayout {
  readonly kind: 'jsonl';
  /** Of the file. */
  readonly name: string;
  /** Names of the features' values. */
  readonly columns: readonly string[];
  readonly features: readonly Feature[];
  readonly options: RowOptions;
}

/**
 * JSON lines: one object a line, features numbers or flat lists of numbers, `null` for a missing one. The first line decides
 * which features there are and how long they are. Its errors are `data_corrupt`, naming file, line and column.
 */
export const jsonlFormat = (name: string, options: RowOptions): TableFormat<JsonLine, JsonlLayout> => ({
  name,
  labelKind: options.labelKind,
  records: (piece) => jsonLines(name, piece),
  layoutOf({ row }) {
    const features = readFeatures(`${name}:1`, row, options);
    return { kind: 'jsonl', name, columns: columnNames(`${name}:1`, features), features, options };
  },
  hasHeader: false,
  ifEmpty: NO_LINES,
  add: addJsonLine,
});

/** A whole file of JSON lines. @throws TrainError `data_corrupt` naming file, line and column */
export const readJsonl = (name: string, bytes: Uint8Array, options: RowOptions): SampleBlock =>
  tableInMemory(jsonlFormat(name, options), utf8(name, bytes, TABLE_TEXT));

/** Puts a line's values into a sink. @throws TrainError `data_corrupt` naming file, line and column */
export function addJsonLine(
  { name, features, options }: JsonlLayout,
  { row, line, source }: JsonLine,
  sink: TableSink,
): void {
  const at = (key: string) => `${name}:${line}:${columnOf(source, key)}`;
  for (const feature of features) addFeature(sink, row, feature, { at: () => at(feature.name), options });
  if (options.key !== undefined) sink.key(readKey(row, at(options.key), options.key));
  const label = readLabel(row, at(options.label), options);
  sink.label(label, { line, column: columnOf(source, options.label) });
}

export interface JsonLine {
  readonly row: Row;
  /** From 1. */
  readonly line: number;
  readonly source: string;
}

/** What a file without a line is told. */
export const NO_LINES = 'is empty: it must hold one JSON object a line';

/**
 * The objects of a file of JSON lines; blank lines at the end are passed over.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function* jsonLines(name: string, { text, line, isBlankAfter }: TextPiece): Generator<JsonLine> {
  for (let at = 0, number = line; at < text.length; number++) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const source = text.slice(at, end);
    if (source.trim() === '' && text.slice(end).trim() === '' && isBlankAfter()) return;
    yield { row: parseLine(`${name}:${number}`, source), line: number, source };
    at = end + 1;
  }
}

function parseLine(where: string, text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw corrupt(
      `${where}:${jsonErrorAt(text) + 1}`,
      text.trim() === '' ? 'a blank line' : 'not JSON from here on',
      {
        cause,
      },
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  throw corrupt(`${where}:1`, 'must be a JSON object');
}

/** Column of a key's own place in its line; 1 when it is not there. */
export function columnOf(text: string, key: string): number {
  const quoted = JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (new RegExp(`${quoted}\\s*:`).exec(text)?.index ?? 0) + 1;
}
