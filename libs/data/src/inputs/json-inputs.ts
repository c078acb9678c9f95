import { jsonDepth } from '@ringmaster/core';
import { LIMITS } from '@ringmaster/contracts';
import { requireCode } from '../encode/require-code.js';
import { encodedFeatures, featureValue } from '../encode/encoding.js';
import { corrupt, shown } from '../files/corrupt.js';
import { jsonErrorAt } from '../table/json-error.js';
import { toFloat32 } from '../table/table-builder.js';
import { utf8 } from '../table/utf8.js';
import { type InputSamples, type InputSpec, partsOf, sampleWidth, widthOf } from './input-samples.js';
import { depthOf, kindOf, readSample } from './numbers.js';

/**
 * Samples of JSON lines: each a list of the sample's shape, or an object with the features by name as in training.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function jsonlInputs(name: string, bytes: Uint8Array, spec: InputSpec): InputSamples {
  const lines = utf8(name, bytes).split('\n');
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) throw corrupt(name, 'is empty: it must hold one sample a line');
  const isOne = partsOf(spec).length === 1;
  const width = sampleWidth(partsOf(spec));
  const x = new Float32Array(checkedSize(name, lines.length, width));
  lines.forEach((text, row) => {
    const where = `${name}:${row + 1}`;
    const value = parse(text, (at) => `${where}:${at + 1}`);
    const target = { into: x, offset: row * width };
    if (Array.isArray(value) || !isOne) return nested(`${where}:1`, value, spec, target);
    if (!isObject(value))
      throw corrupt(`${where}:1`, 'must be a list of numbers, or an object with the features by name');
    readObject(value, spec, { ...target, at: (key) => `${where}:${columnOf(text, key)}` });
  });
  return { count: lines.length, x };
}

/**
 * Samples of one JSON document: a list of samples, `{"inputs": …}` with one, or a single sample; those of a table may be objects
 * with the features by name.
 * @throws TrainError `data_corrupt` naming file, and line and column or the path to the value
 */
export function jsonInputs(name: string, bytes: Uint8Array, spec: InputSpec): InputSamples {
  const text = utf8(name, bytes);
  const document = parse(text, (at) => {
    const before = text.slice(0, at).split('\n');
    return `${name}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  });
  const isWrapped = typeof document === 'object' && document !== null && Object.hasOwn(document, 'inputs');
  const value = isWrapped ? (document as Json)['inputs'] : document;
  const hasOneInput = partsOf(spec).length === 1;
  const isTable = hasOneInput && spec.columns !== undefined;
  const isNamed = isTable && Array.isArray(value) && isObject(value[0]);
  const isOne = isObject(value)
    ? isTable || !hasOneInput
    : hasOneInput && !isNamed && depthOf(value) === spec.shape.length;
  const samples = isOne ? [value] : value;
  if (!Array.isArray(samples) || samples.length === 0)
    throw corrupt(name, 'must be a list of samples, or {"inputs": [samples…]}');
  const width = sampleWidth(partsOf(spec));
  const x = new Float32Array(checkedSize(name, samples.length, width));
  samples.forEach((sample: unknown, row) => {
    const where = `${name}: sample ${row}`;
    const target = { into: x, offset: row * width };
    if (!isTable || !isObject(sample)) return nested(where, sample, spec, target);
    readObject(sample, spec, { ...target, at: (key) => (key === '' ? where : `${where}, at .${key}`) });
  });
  return { count: samples.length, x };
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Target {
  readonly into: Float32Array;
  offset: number;
}

function checkedSize(name: string, count: number, width: number): number {
  if (count * width <= LIMITS.dataValues) return count * width;
  throw corrupt(name, `holds more than ${LIMITS.dataValues} values`);
}

function parse(text: string, where: (at: number) => string): unknown {
  if (jsonDepth(text) > LIMITS.predictDepth)
    throw corrupt(where(0), `nested deeper than ${LIMITS.predictDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(where(jsonErrorAt(text)), text.trim() === '' ? 'a blank line' : 'not JSON from here on', {
      cause,
    });
  }
}

function nested(where: string, value: unknown, spec: InputSpec, target: Target): void {
  const problem = readSample(value, partsOf(spec), target);
  if (problem) throw corrupt(`${where}${problem.path === '' ? '' : `, at ${problem.path}`}`, problem.message);
}

/** Column of a key's own place in its line; 1 when it is not there. */
const columnOf = (text: string, key: string): number => Math.max(0, text.indexOf(JSON.stringify(key))) + 1;

/** A word, a number or a truth value as a word, as in training. */
function wordOf(value: unknown, where: () => string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value).trim();
  throw corrupt(where(), 'is no word: a text, a number, true or false');
}

const own = (row: Json, key: string): unknown => (Object.hasOwn(row, key) ? row[key] : undefined);

/** A value that is no number, for a message. */
const told = (value: unknown): string =>
  typeof value === 'string' ? shown(value) : typeof value === 'number' ? String(value) : kindOf(value);

/**
 * What a sample says of a column: a list's values are columns `name[0]`, `name[1]`, … of the model.
 * @throws TrainError `data_corrupt` where there is something else than such a list
 */
function valueOf(
  row: Json,
  column: string,
  at: (key: string) => string,
): { readonly key: string; readonly value: unknown } {
  const [, list, index] = /^(.*)\[(\d+)\]$/s.exec(column) ?? [];
  if (list === undefined || Object.hasOwn(row, column)) return { key: column, value: own(row, column) };
  const value = own(row, list);
  if (value === undefined || value === null) return { key: list, value };
  if (Array.isArray(value) && Number(index) < value.length)
    return { key: list, value: (value as unknown[])[Number(index)] };
  throw corrupt(
    at(list),
    `${shown(list)} is ${kindOf(value)}, expected a list of at least ${Number(index) + 1} numbers`,
  );
}

/**
 * The features of one sample by their names, before normalisation.
 * @throws TrainError `data_corrupt` at the place that `at` tells for a key
 */
export function readObject(
  row: Json,
  spec: InputSpec,
  target: Target & { readonly at: (key: string) => string },
): void {
  const keys = spec.columns ?? Object.keys(row).filter((key) => !spec.ignore.includes(key));
  const start = target.offset;
  const end = start + widthOf(spec.shape);
  const put = (value: unknown, key: string, column: string): void => {
    const isMissing = value === null || value === undefined;
    const number = typeof value === 'number' ? toFloat32(value) : undefined;
    if (number === undefined && !isMissing)
      throw corrupt(
        target.at(key),
        `${told(value)} in column ${shown(column)} is not a number that float32 can hold`,
      );
    if (isMissing && !spec.filling)
      throw corrupt(
        target.at(key),
        `${shown(column)} is missing, and the model does not say what stands in for it`,
      );
    if (target.offset < end)
      target.into[target.offset] = number ?? Math.fround(spec.filling?.(target.offset - start) ?? NaN);
    target.offset++;
  };
  const words = encodedFeatures(spec.encodings);
  for (const column of keys) {
    const encoded = words.get(column);
    if (encoded) {
      const { column: key } = encoded.encoding;
      const word = wordOf(own(row, key), () => target.at(key));
      const code = requireCode(encoded.encoding, word, () => target.at(key));
      put(featureValue(encoded.encoding, encoded.index, code), key, key);
      continue;
    }
    const { key, value } = valueOf(row, column, target.at);
    // Of a model that does not name its columns a list's values come where the list is.
    if (spec.columns === undefined && Array.isArray(value))
      value.forEach((each, i) => put(each, key, `${key}[${i}]`));
    else put(value, key, column);
  }
  if (target.offset !== end)
    throw corrupt(
      target.at(''),
      `${target.offset - start} values of features, but the model takes ${end - start}`,
    );
}
