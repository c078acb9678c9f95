import { type Rng, rng } from '@ringmaster/core';
import { z } from 'zod';
import { type ColumnsGenerator, type GeneratorShape, STREAMS } from './generator.js';

export const languagePairConfig = {
  kind: z
    .literal('languagePair')
    .describe('sentences of a small formal language and their translation: other words in another order'),
  words: z
    .int()
    .min(4)
    .max(2_000)
    .default(24)
    .describe('words of each language, half nouns, the rest verbs and adjectives'),
  phrases: z.int().min(1).max(100).default(3).describe('most phrases of a sentence'),
};

interface LanguagePair {
  readonly words: number;
  readonly phrases: number;
}

/** Tokens that both languages share. */
export const LANGUAGE_TOKENS = { pad: 0, start: 1, end: 2, first: 3 } as const;

const sourceLength = ({ phrases }: LanguagePair): number => 3 * phrases + 1;

export const languagePairShape = (config: LanguagePair): GeneratorShape => {
  const time = sourceLength(config);
  return {
    inputShape: [time],
    inputDtype: 'int32',
    labelShape: [time],
    classes: LANGUAGE_TOKENS.first + 2 * config.words,
    extras: { decoder: { shape: [time], dtype: 'int32' } },
    tokens: {
      objective: 'translation',
      padding: LANGUAGE_TOKENS.pad,
      start: LANGUAGE_TOKENS.start,
      end: LANGUAGE_TOKENS.end,
    },
  };
};

/**
 * A sentence is 1 to `phrases` phrases "adjective noun verb", each adjective left out half of the time, and an end token. Its
 * translation has the words of the other language by a fixed dictionary, says the phrases from last to first, each as
 * "verb noun adjective", and doubles the verb of a noun with an even number: agreement that takes two words to decide.
 */
export function languagePair(config: LanguagePair, seed: number): ColumnsGenerator {
  const { words, phrases } = config;
  const { pad, start, end, first } = LANGUAGE_TOKENS;
  const dictionary = shuffled(words, rng(seed, STREAMS.constants));
  const translated = (word: number) => first + words + (dictionary[word] ?? 0);
  const nouns = Math.floor(words / 2);
  const verbs = Math.floor(words / 4);
  const adjectives = words - nouns - verbs;
  return (random, { x, y, extras: { decoder } }) => {
    const source: number[] = [];
    const target: number[] = [];
    const count = 1 + random.below(phrases);
    for (let i = 0; i < count; i += 1) {
      const noun = random.below(nouns);
      const verb = nouns + random.below(verbs);
      const adjective = random.below(2) === 0 ? [] : [nouns + verbs + random.below(adjectives)];
      const hasTwoVerbs = noun % 2 === 0 && adjective.length === 0;
      source.push(...[...adjective, noun, verb].map((word) => first + word));
      target.unshift(...[verb, ...(hasTwoVerbs ? [verb] : []), noun, ...adjective].map(translated));
    }
    const put = (into: Float32Array | Int32Array | undefined, tokens: readonly number[]) => {
      into?.fill(pad);
      into?.set(tokens);
    };
    put(x, [...source, end]);
    put(y, [...target, end]);
    put(decoder, [start, ...target]);
  };
}

/** The numbers below `count` in a random order (R. Fisher, F. Yates, 1938). */
function shuffled(count: number, random: Rng): readonly number[] {
  const list = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j] ?? 0, list[i] ?? 0];
  }
  return list;
}
