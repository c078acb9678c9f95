import { corrupt, listed, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { codeOf, type Encoding } from './encoding.js';

/** The place of a label without its column: words stand elsewhere in the line. */
export const lineOf = ({ labelAt }: Pick<SampleBlock, 'labelAt'>, row: number): string =>
  labelAt(row).replace(/(:\d+):\d+$/, '$1');

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
