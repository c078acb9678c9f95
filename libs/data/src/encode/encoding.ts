import { z } from 'zod';

/** How a column of words becomes features, as the training split showed it. Plain JSON: part of an export. */
export const Encoding = z.object({
  column: z.string(),
  kind: z.enum(['oneHot', 'ordinal']),
  /** Known words by their number. */
  words: z.array(z.string()),
  /** Unknown words have the number after the known ones; without it they are errors. */
  unknown: z.enum(['error', 'other']),
  missing: z.enum(['refuse', 'mostFrequent', 'other']),
  /** What stands in for a missing word, where it is the most frequent one. */
  filling: z.string().optional(),
});
export type Encoding = z.output<typeof Encoding>;

/** A word's number, or why it has none. `undefined` stands for a missing word. */
export function codeOf(encoding: Encoding, word: string | undefined): number | 'unknown' | 'missing' {
  const { words, unknown, missing, filling } = encoding;
  if (word === undefined && missing === 'other') return words.length;
  if (word === undefined && filling === undefined) return 'missing';
  const code = numbersOf(encoding).get(word ?? (filling as string));
  if (code !== undefined) return code;
  return unknown === 'other' ? words.length : 'unknown';
}

const known = new WeakMap<Encoding, ReadonlyMap<string, number>>();
function numbersOf(encoding: Encoding): ReadonlyMap<string, number> {
  const found = known.get(encoding) ?? new Map(encoding.words.map((word, code) => [word, code]));
  known.set(encoding, found);
  return found;
}

/** The names of the features that a column becomes, in their order: `port=S`, `port=C`, `port (other)`; or `port`. */
export function featuresOf({ column, kind, words, unknown, missing }: Encoding): readonly string[] {
  if (kind === 'ordinal') return [column];
  const other = unknown === 'other' || missing === 'other' ? [`${column} (other)`] : [];
  return [...words.map((word) => `${column}=${word}`), ...other];
}

/** The value of the feature at `index` of {@link featuresOf} for a word's number. */
export const featureValue = ({ kind }: Encoding, index: number, code: number): number =>
  kind === 'ordinal' ? code : Number(code === index);

/** A feature of a model that is made of a word. */
export interface EncodedFeature {
  readonly encoding: Encoding;
  readonly index: number;
}

/** Which features of a model are made of words, by name. */
export const encodedFeatures = (encodings: readonly Encoding[] = []): ReadonlyMap<string, EncodedFeature> =>
  new Map(
    encodings.flatMap((encoding) =>
      featuresOf(encoding).map((name, index) => [name, { encoding, index }] as const),
    ),
  );
