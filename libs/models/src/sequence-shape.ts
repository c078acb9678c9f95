import { z } from 'zod';

/** Why samples of this shape are no sequences of token numbers, or undefined. */
export const notTokens = (inputShape: readonly number[]): string | undefined =>
  inputShape.length === 1 ? undefined : 'takes sequences of token numbers, [time]';

export const vocabulary = z
  .int()
  .min(2)
  .max(1_000_000)
  .optional()
  .describe('number of different tokens; default: those of the tokenizer, or the classes of the labels');

export const initialDeviation = z
  .number()
  .positive()
  .max(10)
  .default(0.02)
  .describe(
    'standard deviation of the first tables and kernels; 0.02, as published for a width of 768, leaves narrow models with little but their residual stream: try 1/√width there',
  );

/** Fields of every transformer. */
export const transformerSize = (defaults: { layers: number; width: number; heads: number }) => ({
  layers: z.int().positive().max(128).default(defaults.layers).describe('number of blocks'),
  width: z
    .int()
    .positive()
    .max(16_384)
    .default(defaults.width)
    .describe('values of a position; a multiple of `heads`'),
  heads: z.int().positive().max(256).default(defaults.heads).describe('attention heads of a block'),
  feedForward: z
    .int()
    .positive()
    .max(65_536)
    .optional()
    .describe('units of the hidden layer of a block; default: four times the width'),
});

/** Whether heads divide the width, for a check where the document can still be mended. */
export const dividedByHeads = ({
  width,
  heads,
}: {
  readonly width: number;
  readonly heads: number;
}): boolean => width % heads === 0;
export const HEADS_DIVIDE = { path: ['heads'], message: 'must divide `width`' };
