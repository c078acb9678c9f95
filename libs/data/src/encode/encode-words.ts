import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import type { SplitBlocks } from '../files/split-blocks.js';
import type { OpenFileView } from '../stream/file-view.js';
import { type EncodeSpec, type EncodeSpecs, specOf } from './encode-config.js';
import { type Encoding, featuresOf, featureValue } from './encoding.js';
import { lineOf, requireCode } from './require-code.js';
import { streamedBlock, streamedCounts, type WordCounts } from './streamed-words.js';

/** Compares words as the order of their code units does. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Turns columns of words into features, in all splits. Vocabularies and what stands in for missing words are fitted on the
 * training rows alone.
 * @throws TrainError `data_corrupt` naming the row of a word that the training split has not, or of a missing one
 */
export function encodeWords(
  blocks: SplitBlocks,
  { rows, specs, openFile }: EncodeOptions,
): { readonly blocks: SplitBlocks; readonly encodings: readonly Encoding[] } {
  const { train } = blocks;
  const counts = train.rows
    ? streamedCounts({ ...train, rows: train.rows }, rows, openFile)
    : wordCounts(train, rows);
  const columns = (train.columns ?? []).map((column, at) => {
    const spec = specOf(specs, column);
    return spec
      ? fitted(train.file, { column, counts: counts.get(at) ?? new Map<string, number>() }, spec)
      : column;
  });
  const names = columns.flatMap((column) => (typeof column === 'string' ? [column] : featuresOf(column)));
  requireNames(train, names);
  const encoded = Object.entries(blocks).map(([split, block]: [string, SampleBlock]) => [
    split,
    block.rows
      ? streamedBlock({ ...block, rows: block.rows }, { columns, names, openFile })
      : encodedBlock(block, columns, names),
  ]);
  return {
    blocks: Object.fromEntries(encoded) as SplitBlocks,
    encodings: columns.filter((column) => typeof column !== 'string'),
  };
}

interface EncodeOptions {
  /** Those that train. */
  readonly rows: Uint32Array;
  readonly specs: EncodeSpecs;
  /** Opens files that samples stay in. */
  readonly openFile?: OpenFileView | undefined;
}

const widthOf = ({ columns = [] }: SampleBlock): number => columns.length;

/** The word of a row, as the block's dictionary has it; undefined where it is missing. */
function wordOf(block: SampleBlock, row: number, at: number): string | undefined {
  const code = block.x[row * widthOf(block) + at] as number;
  return Number.isNaN(code) ? undefined : block.dictionaries?.get(at)?.[code];
}

/** How often each word of a column occurs in the training rows, by the column's place. */
function wordCounts(block: SampleBlock, rows: Uint32Array): WordCounts {
  const all = new Map<number, Map<string, number>>();
  for (const at of block.dictionaries?.keys() ?? []) {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const word = wordOf(block, row, at);
      if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    all.set(at, counts);
  }
  return all;
}

function fitted(
  file: string,
  { column, counts }: { readonly column: string; readonly counts: ReadonlyMap<string, number> },
  spec: EncodeSpec,
): Encoding {
  const words = spec.words ?? [...counts.keys()].sort();
  if (words.length === 0)
    throw corrupt(file, `the column ${shown(column)} has no word in the training split`);
  const { kind, unknown, missing } = spec;
  const filling = missing === 'mostFrequent' ? mostFrequent(counts, words) : undefined;
  return { column, kind, words: [...words], unknown, missing, ...(filling !== undefined && { filling }) };
}

/** Of equally frequent words the one that is sorted first. */
function mostFrequent(counts: ReadonlyMap<string, number>, words: readonly string[]): string | undefined {
  const often = (word: string) => counts.get(word) ?? 0;
  return [...words].sort((a, b) => often(b) - often(a) || byCodeUnits(a, b))[0];
}

function requireNames({ file, count, rows }: SampleBlock, names: readonly string[]): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw corrupt(file, `two features would be called ${shown(twice)}: rename a column of the file`);
  const values = rows ? 0 : names.length * count;
  if (names.length > LIMITS.dataColumns || values > LIMITS.dataValues)
    throw corrupt(
      file,
      `its words make ${names.length} features, too many: say kind: ordinal in data.config.encode, or leave columns out with \`ignore\``,
    );
}

function encodedBlock(
  block: SampleBlock,
  columns: readonly (string | Encoding)[],
  names: readonly string[],
): SampleBlock {
  const x = new Float32Array(block.count * names.length);
  const widths = columns.map((column) => (typeof column === 'string' ? 1 : featuresOf(column).length));
  let to = 0;
  for (let row = 0; row < block.count; row++)
    columns.forEach((column, at) => {
      if (typeof column === 'string') {
        x[to++] = block.x[row * columns.length + at] as number;
        return;
      }
      const code = requireCode(column, wordOf(block, row, at), () => lineOf(block, row));
      for (let index = 0; index < (widths[at] as number); index++)
        x[to++] = featureValue(column, index, code);
    });
  const { dictionaries: _, ...rest } = block;
  return { ...rest, inputShape: [names.length], columns: names, x };
}
