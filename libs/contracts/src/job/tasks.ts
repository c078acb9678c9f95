import { z } from 'zod';

const padding = z
  .int()
  .min(0)
  .optional()
  .describe('label that fills up short sequences: neither loss nor metrics count it');

/** What the model's outputs and the labels mean; decides which numbers a run reports. */
export const TaskSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('classification') }),
  z.strictObject({ kind: z.literal('regression') }),
  z.strictObject({ kind: z.literal('segmentation') }),
  z.strictObject({ kind: z.literal('detection') }),
  z.strictObject({ kind: z.literal('languageModel'), padding }),
  z.strictObject({ kind: z.literal('sequenceToSequence'), padding }),
  z.strictObject({ kind: z.literal('forecasting') }),
]);
export type TaskSpec = z.output<typeof TaskSpec>;
export type TaskName = TaskSpec['kind'];
export const TASK_NAMES: readonly TaskName[] = TaskSpec.options.map(({ shape }) => shape.kind.value);
