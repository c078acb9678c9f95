import { z } from 'zod';

/** Tokens that every tokenizer has, by their numbers: 0, 1, 2 … */
export const SPECIAL_TOKENS = ['<pad>', '<unknown>', '<start>', '<end>', '<mask>'] as const;
export const PADDING = 0;
export const UNKNOWN = 1;
export const START = 2;
export const END = 3;
export const MASK = 4;

const Words = z.array(z.string());

/** A fitted tokenizer as plain JSON: part of a run's checkpoints and exports. Token numbers follow from the order of the lists. */
export const TokenizerState = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bytePair'),
    /** The pairs in the order in which they were merged, in printable bytes with a space between, as in `merges.txt`. */
    merges: Words,
  }),
  z.strictObject({ kind: z.literal('word'), lowercase: z.boolean(), words: Words }),
  z.strictObject({ kind: z.literal('character'), characters: Words }),
]);
export type TokenizerState = z.output<typeof TokenizerState>;

const Token = z.int().min(0).optional();

/** Different tokens, the special ones included. */
export function vocabularySize(state: TokenizerState): number {
  switch (state.kind) {
    case 'bytePair':
      return SPECIAL_TOKENS.length + 256 + state.merges.length;
    case 'word':
      return SPECIAL_TOKENS.length + state.words.length;
    case 'character':
      return SPECIAL_TOKENS.length + state.characters.length;
  }
}

/** What the tokens of a data set mean; a model that was trained on it is fed and read by it. */
export const TokenFacts = z.strictObject({
  /** What labels say of the inputs. `class`: something of the whole sequence. */
  objective: z.enum(['nextToken', 'maskedToken', 'translation', 'class']),
  /** What fills up short sequences. */
  padding: Token,
  /** What begins a sequence, and a translation. */
  start: Token,
  end: Token,
  /** Absent for tokens that stand for no text. */
  tokenizer: TokenizerState.optional(),
});
export type TokenFacts = z.output<typeof TokenFacts>;
