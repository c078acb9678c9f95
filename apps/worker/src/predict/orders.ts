import { ERROR_CODES, INPUT_FORMATS, LIMITS, ModelEntry } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { GenerateOptions } from '@ringmaster/serving';
import { z } from 'zod';

const Device = z.enum(['auto', 'cpu', 'gpu']);

/** Files of this machine. */
const Model = z.strictObject({
  modelDir: z.string().min(1),
  /** The code of the job that made the model, where the user allows it: layer classes of its own. */
  code: z.string().min(1).optional(),
});
export type ModelFiles = z.output<typeof Model>;

/** What `ringmaster predict` asks for. */
export const PredictOrder = z.strictObject({
  ...Model.shape,
  /** A file, or `-` for standard input. */
  input: z.string().min(1),
  format: z.enum(INPUT_FORMATS).optional(),
  device: Device,
});
export type PredictOrder = z.output<typeof PredictOrder>;

/** What `ringmaster generate` asks for. */
export const GenerateOrder = z.strictObject({
  ...Model.shape,
  /** What the model is called in messages. */
  label: z.string(),
  prompts: z.array(z.string()).min(1),
  options: GenerateOptions,
  device: Device,
});
export type GenerateOrder = z.output<typeof GenerateOrder>;

/** What `ringmaster serve` asks for. */
export const ServeOrder = z.strictObject({
  ...Model.shape,
  /** What is served, for people: `digits:latest`, or a job's id. */
  label: z.string(),
  /** Where it comes from; a job's model that has no name has no entry. */
  entry: ModelEntry.optional(),
  host: z.string(),
  port: z.int().min(0).max(65_535),
  maxBatch: z.int().min(1).max(LIMITS.predictBatch),
  maxDelayMs: z.int().min(0).max(LIMITS.predictDelayMs),
  maxQueue: z.int().min(1).max(LIMITS.predictQueue),
  device: Device,
});
export type ServeOrder = z.output<typeof ServeOrder>;

/** @throws TrainError `internal`: the command line sends nothing else */
export function parseOrder<T>(schema: z.ZodType<T>, text: string | undefined): T {
  const parsed = schema.safeParse(JSON.parse(text ?? 'null'));
  if (parsed.success) return parsed.data;
  throw new TrainError('internal', `not an order: ${parsed.error.message}`);
}

export const exitCodeOf = (caught: unknown): number => ERROR_CODES[TrainError.from(caught).code].exitCode;
