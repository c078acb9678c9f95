import { rng } from '@ringmaster/core';
import { z } from 'zod';
import { type ColumnsGenerator, type GeneratorShape, STREAMS } from './generator.js';

export const grammarConfig = {
  kind: z
    .literal('grammar')
    .describe(
      'token sequences for a language model: sentences of a random grammar whose words depend on far ones',
    ),
  words: z
    .int()
    .min(8)
    .max(4_000)
    .default(32)
    .describe('different words, beside the stop at the end of a sentence'),
  length: z.int().min(4).max(4_096).default(32).describe('tokens of a sample'),
};

interface Grammar {
  readonly words: number;
  readonly length: number;
}

const STOP = 0;
/** Words that may follow a word, by topic. */
const CHOICES = 4;
/** Words of a sentence. */
const SHORTEST = 4;
const LONGEST = 8;

export const grammarShape = ({ words, length }: Grammar): GeneratorShape => ({
  inputShape: [length],
  inputDtype: 'int32',
  labelShape: [length],
  classes: words + 1,
  tokens: { objective: 'nextToken' },
});

/**
 * A text cut into samples of `length` tokens, labelled with the next token of each. The first word of a sentence is its
 * topic; each next word is one of 4 that the word before it and the topic allow, and the topic comes back before the stop.
 * So a model that looks back to the topic needs about log 4 nats a word, where a bigram model, which forgets it, needs more.
 */
export function grammar({ words, length }: Grammar, seed: number): ColumnsGenerator {
  const constants = rng(seed, STREAMS.constants);
  const topics = Math.max(2, Math.floor(words / 4));
  const follows = Uint32Array.from({ length: topics * words * CHOICES }, () => constants.below(words));
  return (random, { x, y }) => {
    const text: number[] = [];
    while (text.length <= length) {
      const topic = random.below(topics);
      const count = SHORTEST + random.below(LONGEST - SHORTEST + 1);
      let word = topic;
      text.push(1 + topic);
      for (let i = 1; i < count; i += 1) {
        word = follows[(topic * words + word) * CHOICES + random.below(CHOICES)] ?? 0;
        text.push(1 + word);
      }
      text.push(1 + topic, STOP);
    }
    x.set(text.slice(0, length));
    y.set(text.slice(1, length + 1));
  };
}
