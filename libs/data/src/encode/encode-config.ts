import { LIMITS } from '@ringmaster/contracts';
import { z } from 'zod';

const Word = z.string().max(256);

/** What becomes of a column of words. */
export const EncodeSpec = z
  .strictObject({
    kind: z
      .enum(['oneHot', 'ordinal'])
      .describe('a feature for each word, 1 where the row has it; or the number of the word, from 0'),
    words: z
      .array(Word)
      .min(1)
      .max(LIMITS.dataColumns)
      .optional()
      .describe('the words that are known, in their order; default: those of the training split, sorted'),
    unknown: z
      .enum(['error', 'other'])
      .default('error')
      .describe('a word that is not known: an error, or a place of its own after the known ones'),
    missing: z
      .enum(['refuse', 'mostFrequent', 'other'])
      .default('refuse')
      .describe(
        'no word: an error, the most frequent word of the training split, or the place of unknown words',
      ),
  })
  .refine(({ words = [] }) => new Set(words).size === words.length, {
    path: ['words'],
    message: 'names a word twice',
  });
export type EncodeSpec = z.output<typeof EncodeSpec>;

/** By column. */
export const EncodeSpecs = z.record(z.string().min(1).max(256), EncodeSpec);
export type EncodeSpecs = z.output<typeof EncodeSpecs>;

export const specOf = (specs: EncodeSpecs | undefined, column: string): EncodeSpec | undefined =>
  specs && Object.hasOwn(specs, column) ? specs[column] : undefined;
