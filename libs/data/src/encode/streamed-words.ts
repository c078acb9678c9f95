import type { SampleBlock } from '../files/sample-block.js';
import type { OpenFileView } from '../stream/file-view.js';
import { readAhead } from '../stream/read-ahead.js';
import { noFiles, type StreamedRows, tableRows } from '../stream/streamed-rows.js';
import type { TableSink } from '../table/table-sink.js';
import { codeOf, type Encoding } from './encoding.js';
import { lineOf, requireCode } from './require-code.js';

/** How often each word of a column occurs, by the column's place. */
export type WordCounts = ReadonlyMap<number, ReadonlyMap<string, number>>;

type StreamedBlock = SampleBlock & { readonly rows: StreamedRows };

/** Goes through rows that stay in their files for their words. */
function eachWord(
  { rows: streamed }: StreamedBlock,
  rows: Iterable<number>,
  { openFile, visit }: WordVisit,
): void {
  const table = tableRows(streamed, (file) => readAhead(openFile(file)));
  let column = 0;
  const words: { readonly word: string | undefined; readonly column: number }[] = [];
  const sink: TableSink = {
    value: () => column++,
    word: (word) => words.push({ word, column: column++ }),
    key: () => undefined,
    label: () => undefined,
  };
  try {
    for (const row of rows) {
      column = words.length = 0;
      table.visit(row, sink);
      for (const each of words) visit(each.word, { column: each.column, row });
    }
  } finally {
    table.close();
  }
}

interface WordVisit {
  readonly openFile: OpenFileView;
  /** Undefined stands for a missing word. */
  visit(word: string | undefined, place: { readonly column: number; readonly row: number }): void;
}

export function streamedCounts(
  block: StreamedBlock,
  rows: Uint32Array,
  openFile: OpenFileView = noFiles,
): WordCounts {
  const all = new Map([...(block.dictionaries?.keys() ?? [])].map((at) => [at, new Map<string, number>()]));
  if (all.size === 0) return all;
  eachWord(block, rows, {
    openFile,
    visit(word, { column }) {
      const counts = all.get(column);
      if (word !== undefined && counts) counts.set(word, (counts.get(word) ?? 0) + 1);
    },
  });
  return all;
}

/**
 * A block whose words become features when its rows are read.
 * @throws TrainError `data_corrupt` naming the row of a word that has no number
 */
export function streamedBlock(
  block: StreamedBlock,
  {
    columns,
    names,
    openFile = noFiles,
  }: {
    readonly columns: readonly (string | Encoding)[];
    readonly names: readonly string[];
    readonly openFile?: OpenFileView | undefined;
  },
): SampleBlock {
  const encodings = columns.map((column) => (typeof column === 'string' ? undefined : column));
  const hasNumber = (encoding: Encoding | undefined, word: string) =>
    encoding === undefined || typeof codeOf(encoding, word) === 'number';
  const isKnown = [...(block.dictionaries ?? [])].every(([at, words]) =>
    words.every((word) => hasNumber(encodings[at], word)),
  );
  if (!isKnown)
    eachWord(block, Array(block.count).keys(), {
      openFile,
      visit: (word, { column, row }) =>
        requireCode(encodings[column] as Encoding, word, () => lineOf(block, row)),
    });
  const { dictionaries: _, ...rest } = block;
  const width = names.length;
  return {
    ...rest,
    inputShape: [width],
    columns: names,
    rows: { ...block.rows, width, prepared: { width, encodings } },
  };
}
