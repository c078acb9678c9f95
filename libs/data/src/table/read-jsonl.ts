import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { jsonErrorAt } from './json-error.js';
import { type LabelKind, TableBuilder, toFloat32 } from './table-builder.js';
import { chooseFeatures } from './table-config.js';
import { utf8 } from './utf8.js';

export interface JsonlOptions {
  readonly label: string;
  readonly labelKind: LabelKind;
  readonly features?: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly missing: 'refuse' | 'mean' | number;
}

type Json = Readonly<Record<string, unknown>>;
/** A feature is one number, or as many as its first record's list holds. */
interface Feature {
  readonly name: string;
  readonly length: number | undefined;
}

/**
 * Reads JSON lines: one object a line, features numbers or flat lists of numbers, `null` for a missing one. The first
 * line decides which features there are and how long they are.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function readJsonl(name: string, bytes: Uint8Array, options: JsonlOptions): SampleBlock {
  const lines = utf8(name, bytes).split('\n');
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) throw corrupt(name, 'is empty: it must hold one JSON object a line');
  const first = parseLine(`${name}:1`, lines[0] as string);
  const features = readFeatures(`${name}:1`, first, options);
  const columns = features.flatMap(({ name: key, length }) =>
    length === undefined ? [key] : Array.from({ length }, (_, i) => `${key}[${i}]`),
  );
  if (columns.length > LIMITS.dataColumns)
    throw corrupt(`${name}:1`, `more than ${LIMITS.dataColumns} values a sample`);
  const table = new TableBuilder(name, columns, options.labelKind);
  lines.forEach((text, index) => {
    const row = parseLine(`${name}:${index + 1}`, text);
    const at = (key: string) => `${name}:${index + 1}:${columnOf(text, key)}`;
    for (const feature of features) addFeature(table, row, feature, { at: at(feature.name), options });
    const label = readLabel(row, at(options.label), options);
    table.label(label, { line: index + 1, column: columnOf(text, options.label) });
  });
  return table.build();
}

function parseLine(where: string, text: string): Json {
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
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw corrupt(`${where}:1`, 'must be a JSON object');
}

/** Column of a key's own place in its line; 1 when it is not there. */
function columnOf(text: string, key: string): number {
  const quoted = JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (new RegExp(`${quoted}\\s*:`).exec(text)?.index ?? 0) + 1;
}

function readFeatures(where: string, first: Json, options: JsonlOptions): readonly Feature[] {
  const chosen = chooseFeatures(Object.keys(first), options);
  if ('problem' in chosen) throw corrupt(where, chosen.problem);
  return chosen.features.map((name) => {
    const value = first[name];
    return { name, length: Array.isArray(value) ? value.length : undefined };
  });
}

function addFeature(
  table: TableBuilder,
  row: Json,
  { name, length }: Feature,
  { at, options }: { readonly at: string; readonly options: JsonlOptions },
): void {
  const value = Object.hasOwn(row, name) ? row[name] : null;
  if (length === undefined) return table.value(readNumber(value, name, { at, options }));
  if (!Array.isArray(value) || value.length !== length)
    throw corrupt(at, `${shown(name)} must be a list of ${length} numbers, as on the first line`);
  value.forEach((each, i) => table.value(readNumber(each, `${name}[${i}]`, { at, options })));
}

function readNumber(
  value: unknown,
  name: string,
  { at, options }: { readonly at: string; readonly options: JsonlOptions },
): number {
  const number = typeof value === 'number' ? toFloat32(value) : undefined;
  if (number !== undefined) return number;
  if (value !== null) throw corrupt(at, `${shown(name)} is not a number that float32 can hold`);
  if (options.missing !== 'refuse') return NaN;
  throw corrupt(at, `${shown(name)} is missing; say data.config.missing: mean, or a number, to fill it in`);
}

function readLabel(row: Json, at: string, { label, labelKind }: JsonlOptions): string | number {
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
