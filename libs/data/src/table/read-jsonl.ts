import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { jsonErrorAt } from './json-error.js';
import {
  addFeature,
  columnNames,
  readFeatures,
  readKey,
  readLabel,
  type Row,
  type RowOptions,
} from './table-rows.js';
import { TableBuilder } from './table-builder.js';
import { utf8 } from './utf8.js';

/**
 * Reads JSON lines: one object a line, features numbers or flat lists of numbers, `null` for a missing one. The first
 * line decides which features there are and how long they are.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readJsonl(name: string, bytes: Uint8Array, options: RowOptions): SampleBlock {
  const lines = jsonLines(name, bytes);
  const [first] = lines as readonly [JsonLine, ...JsonLine[]];
  const features = readFeatures(`${name}:1`, first.row, options);
  const columns = columnNames(`${name}:1`, features);
  const table = new TableBuilder(name, columns, options.labelKind);
  for (const { row, line, source } of lines) {
    const at = (key: string) => `${name}:${line}:${columnOf(source, key)}`;
    for (const feature of features) addFeature(table, row, feature, { at: () => at(feature.name), options });
    if (options.key !== undefined) table.key(readKey(row, at(options.key), options.key));
    const label = readLabel(row, at(options.label), options);
    table.label(label, { line, column: columnOf(source, options.label) });
  }
  return table.build();
}

export interface JsonLine {
  readonly row: Row;
  /** From 1. */
  readonly line: number;
  readonly source: string;
}

/** The objects of a file of JSON lines, at least one. @throws TrainError `data_corrupt` naming file, line and column */
export function jsonLines(name: string, bytes: Uint8Array): readonly JsonLine[] {
  const lines = utf8(name, bytes).split('\n');
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) throw corrupt(name, 'is empty: it must hold one JSON object a line');
  return lines.map((source, index) => ({
    row: parseLine(`${name}:${index + 1}`, source),
    line: index + 1,
    source,
  }));
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
