import { LIMITS } from '@ringmaster/contracts';
import { corrupt, listed, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import type { SplitBlocks } from '../files/split-blocks.js';
import { type EncodeSpec, type EncodeSpecs, specOf } from './encode-config.js';
import { codeOf, type Encoding, featuresOf, featureValue } from './encoding.js';

/** Compares words as the order of their code units does. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Turns columns of words into features, in all splits. Vocabularies and what stands in for missing words are fitted on the
 * training rows alone.
 * @throws TrainError `data_corrupt` naming the row of a word that the training split has not, or of a missing one
 */
export function encodeWords(
  blocks: SplitBlocks,
  trainRows: Uint32Array,
  specs: EncodeSpecs,
): { readonly blocks: SplitBlocks; readonly encodings: readonly Encoding[] } {
  const { train } = blocks;
  const columns = (train.columns ?? []).map((column, at) => {
    const spec = specOf(specs, column);
    return spec ? fitted({ block: train, rows: trainRows, at }, column, spec) : column;
  });
  const names = columns.flatMap((column) => (typeof column === 'string' ? [column] : featuresOf(column)));
  requireNames(train, names);
  const encoded = Object.entries(blocks).map(([split, block]) => [
    split,
    encodedBlock(block as SampleBlock, columns, names),
  ]);
  return {
    blocks: Object.fromEntries(encoded) as SplitBlocks,
    encodings: columns.filter((column) => typeof column !== 'string'),
  };
}

interface WordColumn {
  readonly block: SampleBlock;
  readonly rows: Uint32Array;
  /** Its place in a row. */
  readonly at: number;
}

const widthOf = ({ columns = [] }: SampleBlock): number => columns.length;

/** The word of a row, as the block's dictionary has it; undefined where it is missing. */
function wordOf(block: SampleBlock, row: number, at: number): string | undefined {
  const code = block.x[row * widthOf(block) + at] as number;
  return Number.isNaN(code) ? undefined : block.dictionaries?.get(at)?.[code];
}

function fitted({ block, rows, at }: WordColumn, column: string, spec: EncodeSpec): Encoding {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const word = wordOf(block, row, at);
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = spec.words ?? [...counts.keys()].sort();
  if (words.length === 0)
    throw corrupt(block.file, `the column ${shown(column)} has no word in the training split`);
  const { kind, unknown, missing } = spec;
  const filling = missing === 'mostFrequent' ? mostFrequent(counts, words) : undefined;
  return { column, kind, words: [...words], unknown, missing, ...(filling !== undefined && { filling }) };
}

/** Of equally frequent words the one that is sorted first. */
function mostFrequent(counts: ReadonlyMap<string, number>, words: readonly string[]): string | undefined {
  const often = (word: string) => counts.get(word) ?? 0;
  return [...words].sort((a, b) => often(b) - often(a) || byCodeUnits(a, b))[0];
}

function requireNames({ file, count }: SampleBlock, names: readonly string[]): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw corrupt(file, `two features would be called ${shown(twice)}: rename a column of the file`);
  if (names.length > LIMITS.dataColumns || names.length * count > LIMITS.dataValues)
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

/** The place of a label without its column: words stand elsewhere in the line. */
const lineOf = ({ labelAt }: SampleBlock, row: number): string => labelAt(row).replace(/(:\d+):\d+$/, '$1');

/** A word's number. @throws TrainError `data_corrupt` at `where` for an unknown or missing word that has none */
export function requireCode(encoding: Encoding, word: string | undefined, where: () => string): number {
  const code = codeOf(encoding, word);
  if (typeof code === 'number') return code;
  const { column, words } = encoding;
  if (code === 'missing') throw missingWord(where(), column);
  throw corrupt(
    where(),
    `${shown(word ?? '')} in column ${shown(column)} is no word that is known from training (${listed(words)}); unknown: other in data.config.encode gives such words a place`,
  );
}

/** What a missing word is refused with. */
export const missingWord = (where: string, column: string): Error =>
  corrupt(
    where,
    `the value of column ${shown(column)} is missing; say missing: mostFrequent or other in data.config.encode`,
  );
