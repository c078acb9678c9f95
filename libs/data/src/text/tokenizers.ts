import { z } from 'zod';
import { FIRST_MERGE, openBytePair, trainBytePair } from './byte-pair.js';
import { SPECIAL_TOKENS, type TokenizerState } from './token-facts.js';
import type { Tokenizer } from './tokenizer.js';
import { openCharacters, openWords, trainCharacters, trainWords } from './word-list.js';

const MOST = 262_144;
const least = SPECIAL_TOKENS.length + 1;

/** How text becomes tokens; fitted on the training split alone. */
export const TokenizerSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bytePair').describe('byte-pair encoding of UTF-8 bytes: every text has tokens'),
    vocabulary: z
      .int()
      .min(FIRST_MERGE)
      .max(MOST)
      .default(1_024)
      .describe('most tokens: 5 special ones, 256 bytes, and merges'),
  }),
  z.strictObject({
    kind: z.literal('word').describe('words, numbers and signs; rarer ones are `<unknown>`'),
    vocabulary: z.int().min(least).max(MOST).default(10_000).describe('most tokens, 5 special ones included'),
    lowercase: z.boolean().default(true).describe('capital letters count as small ones'),
  }),
  z.strictObject({
    kind: z.literal('character').describe('characters; rarer ones are `<unknown>`'),
    vocabulary: z.int().min(least).max(MOST).default(1_024).describe('most tokens, 5 special ones included'),
  }),
]);
export type TokenizerSpec = z.output<typeof TokenizerSpec>;

/** A pure function of the texts and their order. */
export function fitTokenizer(spec: TokenizerSpec, texts: readonly string[]): Tokenizer {
  switch (spec.kind) {
    case 'bytePair':
      return openTokenizer(trainBytePair(texts, spec.vocabulary));
    case 'word':
      return openTokenizer(trainWords(texts, spec));
    case 'character':
      return openTokenizer(trainCharacters(texts, spec.vocabulary));
  }
}

/** @throws TrainError `artifact_corrupt` for a vocabulary that cannot be */
export function openTokenizer(state: TokenizerState): Tokenizer {
  switch (state.kind) {
    case 'bytePair':
      return openBytePair(state);
    case 'word':
      return openWords(state);
    case 'character':
      return openCharacters(state);
  }
}

/** A tokenizer's files as GPT-2 has them: `vocab.json` (token → number), and `merges.txt` of byte pairs. */
export function tokenizerFiles({
  state,
  vocabulary,
}: Tokenizer): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const encoder = new TextEncoder();
  const numbers = Object.fromEntries(vocabulary().map((name, token) => [name, token]));
  const files = [{ name: 'vocab.json', bytes: encoder.encode(`${JSON.stringify(numbers, undefined, 1)}\n`) }];
  if (state.kind !== 'bytePair') return files;
  return [
    ...files,
    { name: 'merges.txt', bytes: encoder.encode(`#version: 0.2\n${state.merges.join('\n')}\n`) },
  ];
}
