import fc from 'fast-check';
import type { FilesCase } from './files-for-tests.js';

const COLUMNS = ['m', 'n', 'note', 'w', 'day', 'kind'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;
const FILES = ['a', 'b', 'c'] as const;

const word = fc.constantFrom(
  'p',
  'q',
  'naïve',
  'a "quoted", word',
  'two\nlines',
  '日本',
  'of twenty characters',
);
const number = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -3, max: 3 }).map(String),
);
const missing = { arbitrary: fc.constantFrom('', 'NA'), weight: 1 };
const label = fc.constantFrom('p', 'two\nlines of "日本", more than a few');
const row: fc.Arbitrary<Row> = fc.record({
  m: fc.oneof({ arbitrary: number, weight: 12 }, missing),
  n: fc.oneof({ arbitrary: number, weight: 12 }, missing),
  note: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
  w: fc.oneof({ arbitrary: word, weight: 12 }, missing),
  day: fc.constantFrom('2', '10', '-1', 'x'),
  kind: label,
});

const encode = fc.record({
  w: fc.record({
    kind: fc.constantFrom('oneHot', 'ordinal'),
    unknown: fc.constantFrom('error', 'other', 'other'),
    missing: fc.constantFrom('refuse', 'mostFrequent', 'mostFrequent', 'other', 'other'),
  }),
});
const config = fc.record(
  {
    missing: fc.constantFrom('refuse', 'mean', 'mean', 'median', 'median', 'mostFrequent', 3),
    encode,
    select: fc.constantFrom({ kind: 'variance' }, { kind: 'mutualInformation', keep: 1, bins: 3 }),
    split: fc.constantFrom<Record<string, unknown>>(
      { validation: 0.3 },
      { validation: 0.3, seed: 3 },
      { kind: 'stratified', validation: 0.3 },
      { kind: 'grouped', by: 'day', validation: 0.4 },
      { kind: 'ordered', by: 'day', validation: 0.3 },
      { fold: { of: 3, index: 1 } },
    ),
  },
  { requiredKeys: ['split', 'missing'] },
);

interface Style {
  readonly newline: string;
  readonly isQuoted: boolean;
  readonly mark: string;
  readonly end: string;
}
const style: fc.Arbitrary<Style> = fc.record({
  newline: fc.constantFrom('\n', '\r\n'),
  isQuoted: fc.boolean(),
  mark: fc.constantFrom('', '\ufeff'),
  end: fc.constantFrom('', '\n', '\r\n\n  \n', '\n \n\n'),
});

/** Something put into a file: most of it breaks the file. */
interface Harm {
  readonly file: string;
  /** Share of the file before it. */
  readonly at: number;
  readonly what: string | readonly number[];
}
const harm: fc.Arbitrary<Harm> = fc.record<Harm>({
  file: fc.constantFrom(...FILES),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  what: fc.constantFrom('"', '\n', ',', '\r', '\0', '}', 'é', '\ufeff', '9e99', [0xff], [0xc3], [0xe2, 0x82]),
});

const csvField = (text: string, isQuoted: boolean): string =>
  isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function csvText(rows: readonly Row[], { newline, isQuoted }: Style): string {
  const lines = rows.map((each) => COLUMNS.map((column) => csvField(each[column], isQuoted)).join(','));
  return [COLUMNS.join(','), ...lines].join(newline);
}

const orNull = <Value>(text: string, value: Value): Value | null =>
  ['', 'NA'].includes(text) ? null : value;
const jsonlText = (rows: readonly Row[], { newline }: Style): string =>
  rows
    .map(({ m, n, w, ...rest }) =>
      JSON.stringify({
        ...rest,
        pair: [orNull(m, Number(m)), orNull(n, Number(n))],
        m: orNull(m, Number(m)),
        w: orNull(w, w),
      }),
    )
    .join(newline);

function inserted(bytes: Uint8Array, { at, what }: Harm): Uint8Array {
  const place = Math.floor(at * bytes.length);
  const more = typeof what === 'string' ? new TextEncoder().encode(what) : what;
  return Uint8Array.of(...bytes.subarray(0, place), ...more, ...bytes.subarray(place));
}

/** Tables of three files, `c` for the test split, in all styles that their format allows; many are broken. */
export const tables: fc.Arbitrary<FilesCase> = fc
  .record({
    dataset: fc.constantFrom('csv', 'jsonl'),
    rows: fc.tuple(
      fc.array(row, { minLength: 6, maxLength: 20 }),
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.array(row, { minLength: 1, maxLength: 5 }),
    ),
    config,
    style,
    harms: fc.oneof({ arbitrary: fc.constant<Harm[]>([]), weight: 2 }, fc.array(harm, { maxLength: 2 })),
    pieceBytes: fc.integer({ min: 16, max: 300 }),
  })
  .map(({ dataset, rows, config: chosen, style: how, harms, pieceBytes }) => {
    const files = Object.fromEntries(
      FILES.map((name, i) => {
        const text = (dataset === 'csv' ? csvText : jsonlText)(rows[i] ?? [], how);
        const bytes: Uint8Array = new TextEncoder().encode(how.mark + text + how.end);
        const all = harms.filter(({ file }) => file === name);
        return [name, all.reduce(inserted, bytes)];
      }),
    );
    const by = 'by' in chosen.split ? [] : ['day'];
    const ignore = ['note', ...by, ...(chosen.encode ? [] : ['w'])];
    const spread = { files: { train: ['a', 'b'], test: 'c' }, label: 'kind', ignore };
    return { dataset, config: { ...chosen, ...spread }, files, pieceBytes };
  });
