import { describe, expect, it } from 'vitest';
import { type CsvOptions, readCsv } from './read-csv.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const options: CsvOptions = {
  label: 'kind',
  labelKind: 'category',
  ignore: [],
  missing: 'refuse',
  missingMarks: ['', 'NA'],
  delimiter: ',',
};
const read = (text: string | Uint8Array, extra: Partial<CsvOptions> = {}) =>
  readCsv('t.csv', typeof text === 'string' ? bytes(text) : text, { ...options, ...extra });

describe('reads', () => {
  it('numbers and words, with quotes, line breaks in quotes, CRLF and a byte order mark', () => {
    const table = read('\ufeffa,"b ""x""",kind\r\n1,-2.5e1,"p, q"\r\n .5 ,+3,"two\r\nlines"\r\n\r\n');
    expect(table.columns).toEqual(['a', 'b "x"']);
    expect([...table.x]).toEqual([1, -25, 0.5, 3]);
    expect(table.labels).toEqual({ kind: 'category', values: ['p, q', 'two\r\nlines'] });
    expect([table.labelAt(0), table.labelAt(1)]).toEqual(['t.csv:2:10', 't.csv:3:9']);
  });

  it('chosen columns in the order asked for, another delimiter, a number to predict', () => {
    const table = read('a;b;c;y\n1;2;3;4', {
      delimiter: ';',
      label: 'y',
      labelKind: 'number',
      features: ['c', 'a'],
    });
    expect([...table.x]).toEqual([3, 1]);
    expect(table.labels).toEqual({ kind: 'number', values: Float32Array.of(4), shape: [1] });
    expect(read('a,b,kind\n1,word,p', { ignore: ['b'] }).columns).toEqual(['a']);
  });

  it('missing values as NaN when they are to be filled', () => {
    expect([...read('a,b,kind\n,NA,p\n1,2,q\n', { missing: 'mean' }).x]).toEqual([NaN, NaN, 1, 2]);
  });
});

it.each<[string, string | Uint8Array, string, Partial<CsvOptions>?]>([
  ['an empty file', '', 't.csv: is empty: its first line must name the columns'],
  ['a header alone', 'a,kind\n', 't.csv: holds no samples'],
  [
    'a last line cut in its middle',
    'a,b,kind\n1,2,p\n3,',
    't.csv:3: 2 fields, but the first line names 3 columns',
  ],
  [
    'a line that is too long',
    'a,kind\n1,p\n2,q,3,4\n',
    't.csv:3:5: 4 fields, but the first line names 2 columns',
  ],
  ['a quote that is never closed', 'a,kind\n1,"p\n2,q\n', 't.csv:2:3: this quote is never closed'],
  ['text after a closing quote', 'a,kind\n1,"p"x\n', 't.csv:2:6: text after the closing quote of a field'],
  [
    'a quote inside a field',
    'a,kind\n1,p"q\n',
    't.csv:2:4: a quote inside a field that does not begin with one',
  ],
  [
    'a word for a number',
    'a,kind\n1,p\none,q\n',
    't.csv:3:1: "one" in column "a" is not a number that float32 can hold',
  ],
  ['a number beyond float32', 'a,kind\n1e39,p\n', 't.csv:2:1: "1e39" in column "a" is not a number'],
  ['an infinity', 'a,kind\nInfinity,p\n', 't.csv:2:1: "Infinity" in column "a" is not a number'],
  [
    'a missing value',
    'a,b,kind\n1,,p\n',
    't.csv:2:3: the value of column "b" is missing; say data.config.missing',
  ],
  ['a missing label', 'a,kind\n1,NA\n', 't.csv:2:3: the label is missing ("NA")'],
  [
    'a label column that is not there',
    'a,b\n1,2\n',
    't.csv:1: there is no column "kind"; the columns are "a", "b"',
  ],
  ['two columns of one name', 'a,a,kind\n1,2,p\n', 't.csv:1:3: a second column "a"'],
  ['a column without a name', 'a,,kind\n1,2,p\n', 't.csv:1:3: a column without a name'],
  [
    'bytes that are no UTF-8',
    Uint8Array.of(...bytes('a,kind\n1,p'), 0xff, 0x0a),
    't.csv: byte 10: not UTF-8 text',
  ],
  [
    'a character cut at the end',
    Uint8Array.of(...bytes('a,kind\n1,p'), 0xc3),
    't.csv: byte 11: not UTF-8 text',
  ],
  ['a binary file', 'a,kind\n1,p\0\n', 't.csv:2:4: a NUL character: this is no text file'],
  ['control characters in a message', 'a,kind\n\u001b[31m,p\n', 't.csv:2:1: "\\u001b[31m" in column "a"'],
  ['a lone carriage return', 'a,kind\n1,p\r2,q\n', 't.csv:2:4: a carriage return without a line feed'],
  [
    'a word to predict as a number',
    'a,kind\n1,p\n',
    't.csv:2:3: the label "p" is not a number',
    { labelKind: 'number' },
  ],
  ['one column asked for twice', 'a,kind\n1,p\n', 'names "a" twice', { features: ['a', 'a'] }],
])('refuses %s', (_name, text, message, extra) => {
  const act = () => read(text, extra);
  expect(act).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
  expect(act).toThrow(message);
});
