import { END, PADDING, SPECIAL_TOKENS, START, type TokenizerState, UNKNOWN } from './token-facts.js';
import type { Tokenizer } from './tokenizer.js';

const FIRST = SPECIAL_TOKENS.length;
const WORDS = /[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;
/** Signs that have no space before them. */
const CLOSING = /^[.,;:!?)\]}%]$/u;

const wordsOf = (text: string, lowercase: boolean): readonly string[] =>
  (lowercase ? text.toLowerCase() : text).match(WORDS) ?? [];

/** The most frequent pieces first, equally frequent ones by code units. */
function mostFrequent(lists: Iterable<readonly string[]>, most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const piece of list) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, Math.max(0, most - FIRST))
    .map(([piece]) => piece);
}

/** The most frequent words and signs of the texts; `vocabulary` counts the special tokens too. */
export function trainWords(
  texts: readonly string[],
  { vocabulary, lowercase }: { readonly vocabulary: number; readonly lowercase: boolean },
): TokenizerState {
  const lists = texts.map((text) => wordsOf(text, lowercase));
  return { kind: 'word', lowercase, words: [...mostFrequent(lists, vocabulary)] };
}

/** The most frequent characters (code points) of the texts. */
export const trainCharacters = (texts: readonly string[], vocabulary: number): TokenizerState => ({
  kind: 'character',
  characters: [
    ...mostFrequent(
      texts.map((text) => [...text]),
      vocabulary,
    ),
  ],
});

export function openWords(state: Extract<TokenizerState, { kind: 'word' }>): Tokenizer {
  const join = (words: readonly string[]) =>
    words.reduce((text, word) => (text === '' || CLOSING.test(word) ? text + word : `${text} ${word}`), '');
  return listed(state, state.words, { split: (text) => wordsOf(text, state.lowercase), join });
}

export const openCharacters = (state: Extract<TokenizerState, { kind: 'character' }>): Tokenizer =>
  listed(state, state.characters, { split: (text) => [...text], join: (pieces) => pieces.join('') });

interface Pieces {
  split(text: string): readonly string[];
  join(pieces: readonly string[]): string;
}

/** A tokenizer whose tokens are pieces of a list; others are `<unknown>`. */
function listed(state: TokenizerState, pieces: readonly string[], { split, join }: Pieces): Tokenizer {
  const names: readonly string[] = [...SPECIAL_TOKENS, ...pieces];
  const numbers = new Map(pieces.map((piece, at) => [piece, FIRST + at]));
  const isSilent = (token: number) => token === PADDING || token === START || token === END;
  return {
    state,
    size: names.length,
    encode: (text) => split(text).map((piece) => numbers.get(piece) ?? UNKNOWN),
    decode: (tokens) =>
      join(
        tokens.filter((token) => !isSilent(token)).map((token) => names[token] ?? SPECIAL_TOKENS[UNKNOWN]),
      ),
    vocabulary: () => names,
  };
}
