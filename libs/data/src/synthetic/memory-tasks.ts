import { z } from 'zod';
import type { ColumnsGenerator, GeneratorShape } from './generator.js';

export const addingConfig = {
  kind: z
    .literal('adding')
    .describe(
      'the adding problem: the sum of the two marked numbers of a sequence (S. Hochreiter, J. Schmidhuber, 1997)',
    ),
  length: z.int().min(2).max(10_000).default(50).describe('positions of a sequence'),
};

interface Adding {
  readonly length: number;
}

export const addingShape = ({ length }: Adding): GeneratorShape => ({ inputShape: [length, 2] });

/**
 * `[length, 2]`: a uniform number in [0, 1), and 1 at two places, one in each half, 0 elsewhere. The target is the sum of the
 * marked numbers; always answering 1 has a squared error of 1/6.
 */
export const adding =
  ({ length }: Adding): ColumnsGenerator =>
  (random, { x, y }) => {
    const half = Math.floor(length / 2);
    const marked = [random.below(half), half + random.below(length - half)];
    for (let t = 0; t < length; t += 1) {
      x[2 * t] = random.uniform();
      x[2 * t + 1] = marked.includes(t) ? 1 : 0;
    }
    y[0] = marked.reduce((sum, t) => sum + (x[2 * t] ?? 0), 0);
  };

export const copyConfig = {
  kind: z
    .literal('copy')
    .describe(
      'the copy task: repeat the first symbols of a sequence after a long pause (A. Graves et al., 2014)',
    ),
  symbols: z.int().min(2).max(1_000).default(8).describe('different symbols'),
  copied: z.int().min(1).max(1_000).default(5).describe('symbols to repeat'),
  pause: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('blank positions between the symbols and the answer'),
};

interface Copy {
  readonly symbols: number;
  readonly copied: number;
  readonly pause: number;
}

/** 0 is blank, 1 asks for the answer, symbols are 2 and above. */
const BLANK = 0;
const RECALL = 1;
const FIRST_SYMBOL = 2;

export const copyShape = ({ symbols, copied, pause }: Copy): GeneratorShape => {
  const time = 2 * copied + pause;
  return {
    inputShape: [time],
    inputDtype: 'int32',
    labelShape: [time],
    classes: symbols + FIRST_SYMBOL,
    extras: { mask: { shape: [time], dtype: 'float32' } },
  };
};

/** Symbols, blanks, and as many recall marks as symbols; the labels at those marks are the symbols, and only those count. */
export const copy =
  ({ symbols, copied, pause }: Copy): ColumnsGenerator =>
  (random, { x, y, extras: { mask } }) => {
    x.fill(BLANK);
    y.fill(BLANK);
    mask?.fill(0);
    for (let i = 0; i < copied; i += 1) {
      const symbol = FIRST_SYMBOL + random.below(symbols);
      const answer = copied + pause + i;
      x[i] = symbol;
      x[answer] = RECALL;
      y[answer] = symbol;
      if (mask) mask[answer] = 1;
    }
  };
