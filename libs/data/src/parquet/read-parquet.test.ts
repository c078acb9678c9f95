import { describe, expect, it } from 'vitest';
import { arrowFile as fixture } from './arrow-files-for-tests.js';
import type { RowOptions } from '../table/table-rows.js';
import { readParquet } from './read-parquet.js';

const options: RowOptions = { label: 'kind', labelKind: 'category', ignore: ['note'], missing: 'mean' };
const read = (bytes: Uint8Array, extra: Partial<RowOptions> = {}) =>
  readParquet('t.parquet', bytes, { ...options, ...extra });

describe.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])(
  'a file of Apache Arrow, packed by %s',
  (codec) => {
    it('is read over its row groups: integers, floats, lists, missing values and words', async () => {
      const block = await read(fixture(codec));
      expect(block.columns).toEqual(['id', 'size', 'pair[0]', 'pair[1]']);
      expect([...block.x]).toEqual(
        [
          [1, 0.5, 1, 2],
          [2, 1.5, 3, 4],
          [3, NaN, 5, 6],
          [4, -2.5, 7, 8],
          [5, 1e3, 9, 10],
        ].flat(),
      );
      expect(block.labels).toEqual({ kind: 'category', values: ['cat', 'dog', 'cat', 'dog', 'cat'] });
      expect(block.labelAt(3)).toBe('t.parquet: row 3');
    });
  },
);

it('takes the columns that are asked for, and a number to predict', async () => {
  const block = await read(fixture('snappy'), {
    features: ['pair'],
    label: 'id',
    labelKind: 'number',
    ignore: [],
  });
  expect([...block.x.slice(0, 4)]).toEqual([1, 2, 3, 4]);
  expect(block.labels).toEqual({ kind: 'number', values: Float32Array.of(1, 2, 3, 4, 5), shape: [1] });
});

const changed = (
  codec: string,
  change: (bytes: Uint8Array, view: DataView) => Uint8Array | void,
): Uint8Array => {
  const bytes = fixture(codec);
  return change(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length)) ?? bytes;
};

it.each<[string, Uint8Array, string | RegExp, Partial<RowOptions>?]>([
  ['an empty file', new Uint8Array(), 't.parquet: is empty'],
  [
    'a text',
    new TextEncoder().encode('a,b,kind\n1,2,p\n'),
    't.parquet: byte 0: no Parquet file begins like this',
  ],
  ['a cut file', fixture('snappy').subarray(0, 900), 't.parquet: ends at byte 900 without PAR1: it is cut'],
  ['a file that is only magic', fixture('none').subarray(0, 4), 't.parquet: ends at byte 4 without PAR1'],
  [
    'a footer longer than the file',
    changed('none', (bytes, view) => view.setUint32(bytes.length - 8, 0x7fffffff, true)),
    /says that the footer holds 2147483647 bytes, but there are \d+/,
  ],
  [
    'a footer without length',
    changed('none', (b, v) => v.setUint32(b.length - 8, 0, true)),
    'footer holds 0 bytes',
  ],
  [
    'a footer of noise',
    changed('none', (bytes, view) => {
      const length = view.getUint32(bytes.length - 8, true);
      bytes.fill(0xff, bytes.length - 8 - length, bytes.length - 8);
    }),
    /t\.parquet: byte \d+–\d+: the footer cannot be read \(/,
  ],
  [
    'pages of noise',
    changed('zstd', (bytes) => void bytes.fill(0xee, 4, 400)),
    /t\.parquet: rows 0–\d: (cannot be read \(|only \d of these rows)/,
  ],
  ['a label that is not there', fixture('none'), 'there is no column "colour"', { label: 'colour' }],
  [
    'a missing value',
    fixture('none'),
    't.parquet: row 2: "size" is missing; say data.config.missing',
    { missing: 'refuse' },
  ],
  ['words for numbers', fixture('none'), 't.parquet: row 0: "note" is not a number', { ignore: [] }],
  [
    'a missing label',
    fixture('none'),
    't.parquet: row 2: the label "note" is missing',
    { label: 'note', ignore: ['kind'] },
  ],
])('refuses %s', async (_what, bytes, message, extra) => {
  await expect(read(bytes, extra)).rejects.toMatchObject({ code: 'data_corrupt' });
  await expect(read(bytes, extra)).rejects.toThrow(message);
});
