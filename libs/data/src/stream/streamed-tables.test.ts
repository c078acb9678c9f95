import { TrainError } from '@ringmaster/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Dataset, type Split, SPLITS } from '../dataset.js';
import { openShared } from '../memory-dataset.js';
import { fitNormalizer } from '../normalizer.js';
import { csvRecords } from '../table/csv-records.js';
import { jsonLines } from '../table/read-jsonl.js';
import type { FileView } from './file-view.js';
import { type FilesCase, openedFiles } from './files-for-tests.js';
import { readPieces } from './record-pieces.js';
import { tables } from './tables-for-tests.js';

/** Tests run in Node; this lib is typed without it. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const RUNS = isFull ? 4_000 : 200;

const shuffled = (n: number) => Uint32Array.from({ length: n }, (_, i) => (i * 7 + 3) % n);
const samplesOf = (dataset: Dataset, split: Split) =>
  dataset.read(split, shuffled(dataset.info.sizes[split]));

/** All that a data set says and gives, or why it does not. */
async function outcome(table: FilesCase, memory: 'whole' | 'stream'): Promise<unknown> {
  try {
    const { dataset, open } = await openedFiles(table, memory);
    const shared = structuredClone(dataset.share?.());
    const there = shared && openShared(shared, open);
    return {
      info: dataset.info,
      samples: SPLITS.map((split) => samplesOf(dataset, split)),
      there: SPLITS.map((split) => there && samplesOf(there, split)),
      places: SPLITS.map((split) =>
        Array.from({ length: dataset.info.sizes[split] }, (_, id) => dataset.place?.(split, id)),
      ),
      fitted: (['standardize', 'minMax', 'robust'] as const).map((kind) => fitNormalizer(dataset, kind)),
    };
  } catch (error) {
    expect(error).toBeInstanceOf(TrainError);
    return { code: (error as TrainError).code, message: (error as TrainError).message };
  }
}

it('a table that is read by position gives what it gives from memory, to the bit, and the same errors', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      const [whole, stream] = [await outcome(table, 'whole'), await outcome(table, 'stream')];
      expect(stream).toEqual(whole);
      if (typeof whole === 'object' && whole && 'info' in whole) accepted++;
    }),
    // The quick tier is the same every time; the full one looks further.
    { numRuns: RUNS, ...(!isFull && { seed: 1_811 }) },
  );
  // Otherwise it says little about samples.
  expect(accepted).toBeGreaterThan(RUNS / 5);
}, 120_000);

it('a selection that needs all columns at once is refused by its name, and read whole by default', async () => {
  const one: FilesCase = {
    dataset: 'csv',
    config: { file: 't', label: 'y', select: { kind: 'recursiveElimination', keep: 1 } },
    files: { t: new TextEncoder().encode('a,b,y\n1,2,p\n2,1,q\n') },
  };
  await expect(openedFiles(one, 'stream')).rejects.toThrow(
    'data.memory: recursiveElimination (data.config.select) looks at all training rows at once',
  );
  expect((await openedFiles(one)).dataset.readsFiles).toBe(false);
});

it.each([
  ['a line without an end', 'line', '{"a":1}\n', 'endless:2: a line of more than 67108864 bytes'],
  [
    'a quote that is never closed',
    'unquotedLine',
    'a,y\n1,p\n"\n',
    'endless:3:1: this quote is never closed',
  ],
] as const)('%s is refused before it fills the memory', (_, end, text, message) => {
  const head = new TextEncoder().encode(text);
  const size = 2 ** 40;
  let furthest = 0;
  const view: FileView = {
    ...{ name: 'endless', path: 'endless', version: '1', size },
    sha256: () => Promise.resolve(''),
    readAt(offset, into) {
      furthest = Math.max(furthest, offset + into.length);
      // The check that all of it is text would take long.
      if (furthest > 2 ** 27) throw new TrainError('data_corrupt', 'endless: read to its end');
      into.fill(0x78);
      if (offset < head.length) into.set(head.subarray(offset, offset + into.length));
    },
    close: () => undefined,
  };
  const seen: string[] = [];
  expect(() =>
    readPieces(view, end, (pieces) => {
      try {
        for (const piece of pieces)
          for (const record of end === 'line'
            ? jsonLines('endless', piece)
            : csvRecords('endless', piece, ','))
            seen.push(String(record.line));
      } catch (error) {
        seen.push((error as Error).message);
        throw error;
      }
    }),
  ).toThrow();
  expect(seen.at(-1)).toBe(message);
});
