import { z } from 'zod';

const Count = z.int().min(0);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** JSON has no NaN and no infinity. */
const Float = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export const auditFloat = (value: number): z.output<typeof Float> =>
  Number.isFinite(value) ? value : (String(value) as 'NaN');

/** A membership of an attempt begins to step: what it opened and computes with. */
export const AuditBegin = z.strictObject({
  type: z.literal('begin'),
  attempt: z.int().positive(),
  generation: z.string(),
  /** Finished steps that it goes on from. */
  step: Count,
  world: z.int().positive(),
  /** Samples of the training split, as the data set says. */
  samples: Count,
  datasetHash: z.string(),
  /** Of the engine. */
  fingerprint: z.record(z.string(), z.unknown()),
});
export type AuditBegin = z.output<typeof AuditBegin>;

/** One finished step. */
export const AuditStep = z.strictObject({
  type: z.literal('step'),
  attempt: z.int().positive(),
  generation: z.string(),
  /** Counted from 1. */
  step: z.int().positive(),
  epoch: Count,
  /** False for a step that changed no weights. */
  applied: z.boolean(),
  /** Mean over the samples, every bit of it. */
  loss: Float,
  /** By logical shard: how many samples the reader delivered, and the 64-bit digest of their ids. */
  shards: z.array(z.tuple([Count, z.string().regex(/^[0-9a-f]{16}$/)])),
  /** SHA-256 of weights, state and slots before the step, where the ranks compared them. */
  replicaBefore: Sha256.optional(),
});
export type AuditStep = z.output<typeof AuditStep>;

/** One line of `audit.jsonl` of a job. */
export const AuditLine = z.discriminatedUnion('type', [AuditBegin, AuditStep]);
export type AuditLine = z.output<typeof AuditLine>;

/** Answer of `GET /v1/jobs/:id/document`: the resolved document that the job runs. */
export const DocumentAnswer = z.object({ jobId: z.string(), document: z.record(z.string(), z.unknown()) });
