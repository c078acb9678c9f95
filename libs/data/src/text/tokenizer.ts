import type { TokenizerState } from './token-facts.js';

/** Text as token numbers, and back. A pure function of its state. */
export interface Tokenizer {
  readonly state: TokenizerState;
  /** Different tokens, the special ones included. */
  readonly size: number;
  /** Without start and end. */
  encode(text: string): readonly number[];
  /** Padding, start and end are left out. Numbers that are no token's are shown as `<unknown>`. */
  decode(tokens: readonly number[]): string;
  /** Each token as it stands in `vocab.json`, by its number. */
  vocabulary(): readonly string[];
}
