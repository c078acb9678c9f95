import { nearest } from '@ringmaster/core';
import { requireCode } from '../encode/require-code.js';
import { type EncodedFeature, encodedFeatures, featureValue } from '../encode/encoding.js';
import { corrupt, shown } from '../files/corrupt.js';
import { csvRecords, type CsvRecord, fieldPlace } from '../table/csv-records.js';
import { readHeader, requireWidth } from '../table/read-csv.js';
import { wholeText } from '../table/text-piece.js';
import { parseNumber } from '../table/table-builder.js';
import { utf8 } from '../table/utf8.js';
import { type InputSamples, type InputSpec, widthOf } from './input-samples.js';

/**
 * Samples of a CSV file whose first line names the columns. Features are found by name where the model knows the names
 * of its own; further columns, the label among them, are passed over.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function csvInputs(name: string, bytes: Uint8Array, spec: InputSpec): InputSamples {
  const records = csvRecords(name, wholeText(utf8(name, bytes)), spec.delimiter);
  const first = records.next();
  if (first.done === true) throw corrupt(name, 'is empty: its first line must name the columns');
  const header = readHeader(name, first.value);
  const at = featurePlaces(`${name}:1`, header, spec);
  const words = encodedFeatures(spec.encodings);
  const values: number[] = [];
  let count = 0;
  for (const record of records) {
    requireWidth(name, record, header.length);
    at.forEach((index, feature) => {
      const encoded = words.get(spec.columns?.[feature] ?? '');
      const field = { index, feature, header, spec };
      values.push(encoded ? readWord(name, record, field, encoded) : readValue(name, record, field));
    });
    count += 1;
  }
  if (count === 0) throw corrupt(name, 'holds no samples');
  return { count, x: Float32Array.from(values) };
}

/** Where each feature of the model stands among `available`. @throws TrainError `data_corrupt` */
export function featurePlaces(
  where: string,
  available: readonly string[],
  spec: InputSpec,
): readonly number[] {
  const width = widthOf(spec.shape);
  if (spec.columns) {
    const words = encodedFeatures(spec.encodings);
    return spec.columns.map((feature) => {
      const column = words.get(feature)?.encoding.column ?? feature;
      const index = available.indexOf(column);
      if (index >= 0) return index;
      const guess = nearest(column, available);
      throw corrupt(
        where,
        `there is no column ${shown(column)}, which the model needs${guess === undefined ? '' : `; is it ${shown(guess)}?`}`,
      );
    });
  }
  const ignored = new Set(spec.ignore);
  const places = available.flatMap((column, index) => (ignored.has(column) ? [] : [index]));
  if (places.length === width) return places;
  throw corrupt(
    where,
    `${places.length} columns of features (${available.length} without ${spec.ignore.map(shown).join(', ') || 'any left out'}), but the model takes ${width}`,
  );
}

interface Field {
  readonly index: number;
  readonly feature: number;
  readonly header: readonly string[];
  readonly spec: InputSpec;
}

/** The value of a feature that is made of a word. */
function readWord(
  name: string,
  record: CsvRecord,
  { index, spec }: Field,
  { encoding, index: of }: EncodedFeature,
): number {
  const text = (record.fields[index] as string).trim();
  const word = spec.missingMarks.includes(text) ? undefined : text;
  return featureValue(
    encoding,
    of,
    requireCode(encoding, word, () => fieldPlace(name, record, index)),
  );
}

function readValue(name: string, record: CsvRecord, field: Field): number {
  const { index, feature, header, spec } = field;
  const text = record.fields[index] as string;
  const value = parseNumber(text);
  if (value !== undefined) return value;
  const where = fieldPlace(name, record, index);
  const column = `column ${shown(header[index] ?? '')}`;
  if (!spec.missingMarks.includes(text.trim()))
    throw corrupt(where, `${shown(text)} in ${column} is not a number that float32 can hold`);
  if (spec.filling) return Math.fround(spec.filling(feature));
  throw corrupt(where, `the value of ${column} is missing, and the model does not say what stands in for it`);
}
