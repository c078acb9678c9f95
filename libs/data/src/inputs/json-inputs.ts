import { jsonDepth } from '@ringmaster/core';
import { LIMITS } from '@ringmaster/contracts';
import { requireCode } from '../encode/require-code.js';
import { encodedFeatures, featureValue } from '../encode/encoding.js';
import { corrupt, shown } from '../files/corrupt.js';
import { jsonErrorAt } from '../table/json-error.js';
import { toFloat32 } from '../table/table-builder.js';
import { utf8 } from '../table/utf8.js';
import { type InputSamples, type InputSpec, partsOf, sampleWidth, widthOf } from './input-samples.js';
import { depthOf, readSample } from './numbers.js';

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
    if (typeof value !== 'object' || value === null)
      throw corrupt(`${where}:1`, 'must be a list of numbers, or an object with the features by name');
    readObject(value as Json, spec, { ...target, at: (key) => `${where}:${columnOf(text, key)}` });
  });
  return { count: lines.length, x };
}

/**
 * Samples of one JSON document: a list of samples, `{"inputs": …}` with one, or a single sample.
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
  const isOne = depthOf(value) === (partsOf(spec).length === 1 ? spec.shape.length : 0);
  const samples = isOne ? [value] : value;
  if (!Array.isArray(samples) || samples.length === 0)
    throw corrupt(name, 'must be a list of samples, or {"inputs": [samples…]}');
  const width = sampleWidth(partsOf(spec));
  const x = new Float32Array(checkedSize(name, samples.length, width));
  samples.forEach((sample: unknown, row) =>
    nested(`${name}: sample ${row}`, sample, spec, { into: x, offset: row * width }),
  );
  return { count: samples.length, x };
}

type Json = Readonly<Record<string, unknown>>;
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
  const put = (value: unknown, key: string, label: string): void => {
    const isMissing = value === null || value === undefined;
    const number = typeof value === 'number' ? toFloat32(value) : undefined;
    if (number === undefined && !isMissing)
      throw corrupt(target.at(key), `${shown(label)} is not a number that float32 can hold`);
    if (isMissing && !spec.filling)
      throw corrupt(
        target.at(key),
        `${shown(label)} is missing, and the model does not say what stands in for it`,
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
      const word = wordOf(Object.hasOwn(row, key) ? row[key] : undefined, () => target.at(key));
      const code = requireCode(encoded.encoding, word, () => target.at(key));
      put(featureValue(encoded.encoding, encoded.index, code), key, key);
      continue;
    }
    // A list's values are columns `name[0]`, `name[1]`, … of the model.
    const [, list, index] = /^(.*)\[(\d+)\]$/s.exec(column) ?? [];
    const key = list !== undefined && !Object.hasOwn(row, column) ? list : column;
    const value = Object.hasOwn(row, key) ? row[key] : undefined;
    if (key !== column) put(Array.isArray(value) ? value[Number(index)] : undefined, key, column);
    else if (Array.isArray(value)) value.forEach((each, i) => put(each, key, `${key}[${i}]`));
    else put(value, key, key);
  }
  if (target.offset !== end)
    throw corrupt(
      target.at(''),
      `${target.offset - start} values of features, but the model takes ${end - start}`,
    );
}
