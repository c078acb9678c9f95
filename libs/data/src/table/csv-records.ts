import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';
import type { TextPiece } from './text-piece.js';

/** One record. The arrays are used again for the next one. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Line and column at which each field begins, from 1. */
  readonly lines: readonly number[];
  readonly columns: readonly number[];
}

/** Where a field begins, for messages. */
export const fieldPlace = (name: string, { lines, columns }: CsvRecord, index: number): string =>
  `${name}:${lines[index]}:${columns[index]}`;

const [QUOTE, NEWLINE, RETURN] = ['"', '\n', '\r'] as const;

/**
 * The records of a CSV file (RFC 4180): quoted fields may hold delimiters, line breaks and doubled quotes; lines end
 * with CRLF or LF; blank lines at the end are passed over. Strict otherwise.
 * @throws TrainError `data_corrupt` naming file, line and column
 */
export function* csvRecords(
  name: string,
  { text, line: firstLine, isBlankAfter }: TextPiece,
  delimiter: string,
): Generator<CsvRecord> {
  const [fields, lines, columns] = [[], [], []] as [string[], number[], number[]];
  let [at, line, lineStart] = [0, firstLine, 0];
  const place = (index: number, onLine = line, start = lineStart) => `${name}:${onLine}:${index - start + 1}`;

  /** Reads the quoted field whose opening quote is at `at`; leaves `at` after the closing one. */
  const quoted = (): string => {
    const opening = place(at);
    let [value, from] = ['', at + 1];
    for (;;) {
      const end = text.indexOf(QUOTE, from);
      if (end < 0 || end - at > LIMITS.csvFieldChars)
        throw corrupt(
          opening,
          end < 0
            ? 'this quote is never closed'
            : `this field is longer than ${LIMITS.csvFieldChars} characters`,
        );
      value += text.slice(from, end);
      if (text[end + 1] !== QUOTE) {
        // In the field alone: a search that runs on to the next line would do so for every field.
        const field = text.slice(at, end);
        for (let i = field.indexOf(NEWLINE); i >= 0; i = field.indexOf(NEWLINE, i + 1))
          [line, lineStart] = [line + 1, at + i + 1];
        at = end + 1;
        return value;
      }
      value += QUOTE;
      from = end + 2;
    }
  };

  const plain = (): string => {
    const from = at;
    for (; at < text.length; at++) {
      const char = text[at];
      if (char === delimiter || char === NEWLINE || char === RETURN) break;
      if (char === QUOTE) throw corrupt(place(at), 'a quote inside a field that does not begin with one');
      if (char === '\0') throw corrupt(place(at), 'a NUL character: this is no text file');
    }
    if (at - from > LIMITS.csvFieldChars)
      throw corrupt(place(from), `this field is longer than ${LIMITS.csvFieldChars} characters`);
    return text.slice(from, at);
  };

  while (at < text.length) {
    const first = line;
    fields.length = lines.length = columns.length = 0;
    for (;;) {
      if (fields.length > LIMITS.dataColumns)
        throw corrupt(place(at), `more than ${LIMITS.dataColumns} fields`);
      lines.push(line);
      columns.push(at - lineStart + 1);
      const isQuoted = text[at] === QUOTE;
      fields.push(isQuoted ? quoted() : plain());
      if (text[at] === delimiter) {
        at++;
        continue;
      }
      if (text[at] === RETURN && text[at + 1] === NEWLINE) at++;
      if (at >= text.length) break;
      if (text[at] !== NEWLINE)
        throw corrupt(
          place(at),
          isQuoted ? 'text after the closing quote of a field' : 'a carriage return without a line feed',
        );
      break;
    }
    at++;
    const record = { line: first, fields, lines, columns };
    if (fields.length === 1 && fields[0] === '' && isBlank(text, at - 1) && isBlankAfter()) return;
    yield record;
    [line, lineStart] = [line + 1, at];
  }
}

const isBlank = (text: string, from: number): boolean => text.slice(from).trim() === '';
