import { z } from 'zod';
import { LIMITS } from '../limits.js';

const padding = z
  .int()
  .min(0)
  .optional()
  .describe('label that fills up short sequences: neither loss nor metrics count it');

const decode = z
  .strictObject({
    beams: z
      .int()
      .min(1)
      .max(LIMITS.generateBeams)
      .default(4)
      .describe('sequences that are followed at once'),
    lengthPenalty: z.number().min(0).max(10).default(0.6).describe('above 0 longer sequences are preferred'),
    samples: z.int().positive().optional().describe('of the test split; default: all'),
  })
  .optional()
  .describe(
    'after training, beam search translates the test split from its sources alone: `generatedExactMatch`, the share of targets that it finds',
  );

/** What the model's outputs and the labels mean; decides which numbers a run reports. */
export const TaskSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('classification').describe('a class for a sample') }),
  z.strictObject({ kind: z.literal('regression').describe('numbers for a sample') }),
  z.strictObject({ kind: z.literal('segmentation').describe('a class for each pixel or voxel') }),
  z.strictObject({ kind: z.literal('detection').describe('boxes with a class') }),
  z.strictObject({
    kind: z.literal('languageModel').describe('a token at each place: the next one, or one that was hidden'),
    padding,
  }),
  z.strictObject({
    kind: z
      .literal('sequenceToSequence')
      .describe('the tokens of a target, each from the source and those before it'),
    padding,
    decode,
  }),
  z.strictObject({ kind: z.literal('forecasting').describe('the next values of a series') }),
]);
export type TaskSpec = z.output<typeof TaskSpec>;
export type TaskName = TaskSpec['kind'];
export const TASK_NAMES: readonly TaskName[] = TaskSpec.options.map(({ shape }) => shape.kind.value);
