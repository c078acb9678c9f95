import { z } from 'zod';
import { AuditStep } from './audit.js';

/**
 * What the process that replays is told on its standard input, as JSON. Holds the token, and so is no argument: those
 * every user of the host can read.
 */
export const ReplayRequest = z.strictObject({
  jobId: z.string(),
  /** The resolved document. */
  document: z.record(z.string(), z.unknown()),
  /** A file of this machine: the code of the job's model, where the user allows it. */
  code: z.string().min(1).optional(),
  /** The step to look at, counted from 1. */
  step: z.int().positive(),
  /** Where to begin; without it at the initial weights. */
  checkpoint: z.strictObject({ jobId: z.string(), step: z.int().min(0) }).optional(),
  /** What the audit log knows of the steps that are computed again. */
  lines: z.array(AuditStep),
  /** `weightsSha256` of the job's result, where `step` is its last one. */
  finalWeightsSha256: z.string().optional(),
  /** Of the engine that the job ran on, where known. */
  fingerprint: z.record(z.string(), z.unknown()).optional(),
  url: z.string(),
  token: z.string(),
  cacheDir: z.string(),
  datasetsDir: z.string(),
  dataRoots: z.record(z.string(), z.string()),
  /** Directory for what it saves; made when missing. */
  output: z.string(),
});
export type ReplayRequest = z.output<typeof ReplayRequest>;

const Float = AuditStep.shape.loss;
const Statistics = z.object({
  count: z.int().min(0),
  /** Of the finite values; null when there is none. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  std: z.number().nullable(),
  /** L2 norm of all values. */
  norm: Float,
  /** NaN and infinities. */
  nonFinite: z.int().min(0),
});
export type Statistics = z.output<typeof Statistics>;

const Fact = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** What replaying a step found. Numbers that are not finite are words. */
export const ReplayReport = z.object({
  jobId: z.string(),
  step: z.int().positive(),
  /** `<jobId>/<step>`; null: from the initial weights. */
  from: z.string().nullable(),
  /** Steps computed again, and those of them that the log knows. */
  recomputed: z.int(),
  checked: z.int(),
  firstDifference: z
    .object({
      step: z.int(),
      differences: z.array(z.object({ what: z.string(), logged: Fact, recomputed: Fact })),
    })
    .nullable(),
  /** Both engines, when they differ. */
  engines: z
    .object({ job: z.record(z.string(), z.unknown()), here: z.record(z.string(), z.unknown()) })
    .nullable(),
  epoch: z.int(),
  applied: z.boolean(),
  loss: Float,
  learningRate: z.number(),
  gradientNorm: Float,
  gradients: z.array(z.object({ name: z.string(), shape: z.array(z.int()), statistics: Statistics })),
  activations: z.array(z.object({ layer: z.string(), shape: z.array(z.int()), statistics: Statistics })),
  samples: z.array(z.object({ id: z.int(), shard: z.int(), loss: Float, nonFiniteInputs: z.int() })),
  /** Samples whose loss or values are not finite. */
  nonFiniteSamples: z.array(z.int()),
  /** Of the model after the step. */
  weightsSha256: z.string(),
  /** Whether they are those of the job's result; null when the step is not its last one. */
  isFinalWeights: z.boolean().nullable(),
  files: z.array(z.string()),
});
export type ReplayReport = z.output<typeof ReplayReport>;

/** One line of what the process that replays writes to its standard output. */
export const ReplayMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.int() }),
  z.object({ type: z.literal('report'), report: ReplayReport }),
  z.object({ type: z.literal('failed'), cause: z.object({ code: z.string(), message: z.string() }) }),
]);
export type ReplayMessage = z.output<typeof ReplayMessage>;
