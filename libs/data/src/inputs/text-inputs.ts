import type { InputFormat } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import { csvRecords, fieldPlace } from '../table/csv-records.js';
import { readHeader, requireWidth } from '../table/read-csv.js';
import { wholeText } from '../table/text-piece.js';
import { jsonErrorAt } from '../table/json-error.js';
import { utf8 } from '../table/utf8.js';
import { documentRows } from '../text/token-samples.js';
import { openTokenizer } from '../text/tokenizers.js';
import { type InputSamples, type InputSpec, type TextFacts, widthOf } from './input-samples.js';

/** Formats in which a model of texts takes texts; in the others it takes token numbers. */
export const readsTexts = (format: InputFormat): format is 'txt' | 'csv' | 'jsonl' =>
  format === 'txt' || format === 'csv' || format === 'jsonl';

/**
 * Samples of texts: a line each of a text file, the column of a CSV file, or JSON lines that are texts or objects with that column.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function textInputs(
  file: { readonly name: string; readonly bytes: Uint8Array; readonly format: 'txt' | 'csv' | 'jsonl' },
  spec: InputSpec & { readonly text: TextFacts },
): InputSamples {
  const texts = READERS[file.format](file.name, utf8(file.name, file.bytes), spec);
  if (texts.length === 0) throw corrupt(file.name, 'holds no texts');
  const width = widthOf(spec.shape);
  const rows = documentRows(openTokenizer(spec.text.tokenizer), texts, { width, cut: true });
  const [x, row] = [new Float32Array(texts.length * width), new Int32Array(width)];
  texts.forEach((_, at) => {
    rows.copy(at, row);
    x.set(row, at * width);
  });
  return { count: texts.length, x };
}

type Spec = InputSpec & { readonly text: TextFacts };
const READERS = { txt: ofLines, csv: ofCsv, jsonl: ofJsonLines } as const;

function ofLines(name: string, text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, at) => required(line, `${name}:${at + 1}`));
}

function ofCsv(name: string, text: string, { delimiter, text: { column } }: Spec): readonly string[] {
  const records = csvRecords(name, wholeText(text), delimiter);
  const first = records.next();
  if (first.done === true) throw corrupt(name, 'is empty: its first line must name the columns');
  const header = readHeader(name, first.value);
  const at = header.indexOf(column);
  if (at < 0) throw corrupt(`${name}:1`, `there is no column ${shown(column)}, which the model reads`);
  return Array.from(records, (record) => {
    requireWidth(name, record, header.length);
    return required(record.fields[at] ?? '', fieldPlace(name, record, at));
  });
}

function ofJsonLines(name: string, text: string, { text: { column } }: Spec): readonly string[] {
  const lines = text.split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, index) => {
    const where = `${name}:${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw corrupt(`${where}:${jsonErrorAt(line) + 1}`, 'not JSON from here on', { cause });
    }
    const found =
      typeof value === 'object' && value !== null && Object.hasOwn(value, column)
        ? (value as Readonly<Record<string, unknown>>)[column]
        : value;
    if (typeof found === 'string') return required(found, where);
    throw corrupt(where, `must be a text, or an object with a text ${shown(column)}`);
  });
}

function required(text: string, where: string): string {
  if (text.trim() === '') throw corrupt(where, 'the text is empty');
  return text;
}
