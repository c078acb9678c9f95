import { JobDocument, LIMITS, type ResolvedJob, VERSION } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';
import { Encoding, TokenFacts } from '@ringmaster/data';
import { z } from 'zod';
import { SavedCallbacks } from '../callbacks/callback-state.js';

const FORMAT = 'ringmaster-checkpoint';
const FORMAT_VERSION = 1;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const Count = z.int().min(0);

/** Sums over the finished steps of the running epoch, so that a resumed epoch reports what an undisturbed one does. */
const EpochSums = z.strictObject({
  steps: Count,
  samples: Count,
  loss: z.number(),
  metrics: z.array(z.number()),
  /** Digest of every sample id delivered in this epoch, 16 hexadecimal digits. */
  digest: z.string().regex(/^[0-9a-f]{16}$/),
});

/** What the loss is multiplied by, and the steps that were applied since it last changed. */
const LossScaleState = z.strictObject({ scale: z.number().positive(), applied: Count });
export type LossScale = z.output<typeof LossScaleState>;

/** What a run counts: beside the tensors, the only thing that a step changes. */
export const ProgressState = z.strictObject({
  /** Finished steps, skipped ones included: the next step's number. */
  step: Count,
  /** Applied updates (Adam's t). */
  updates: Count,
  /** Samples used up. */
  samples: Count,
  skippedSteps: Count,
  nonFiniteInARow: Count,
  /** Of mixed precision alone. */
  lossScale: LossScaleState.optional(),
  epoch: EpochSums,
});
export type ProgressState = z.output<typeof ProgressState>;

const Dims = z.array(z.int().positive());
const Dtype = z.enum(['float32', 'int32']);

/** Of a data set what a model depends on, and what it is fed with, so that a checkpoint's model needs no data to be built and used. */
const SampleFacts = z.strictObject({
  inputShape: Dims,
  /** Absent for float32. */
  inputDtype: Dtype.optional(),
  /** Of further columns; absent where there are none. */
  extras: z.record(z.string(), z.strictObject({ shape: Dims, dtype: Dtype })).optional(),
  labelShape: Dims,
  labelDtype: Dtype,
  classes: z.int().positive().optional(),
  classNames: z.array(z.string()).optional(),
  /** Of tables: names of the features, what words became, what stood in for missing values. */
  columns: z.array(z.string()).optional(),
  encodings: z.array(Encoding).optional(),
  fillings: z.array(z.number()).optional(),
  tokens: TokenFacts.optional(),
});

const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  writtenBy: z.string(),
  job: JobDocument.refine((job) => job.training.shards !== undefined, 'training.shards is missing'),
  step: Count,
  epoch: Count,
  progress: ProgressState,
  /** Of early stopping and the plateau schedule, where the job has them. */
  callbacks: SavedCallbacks.optional(),
  dataset: z.strictObject({
    name: z.string(),
    hash: z.string(),
    /** What the model was built for. Older checkpoints do not have it. */
    samples: SampleFacts.optional(),
  }),
  /** Statistics of the normaliser, as the data library gave them. */
  normalizer: z.json(),
  files: z.record(z.string(), z.strictObject({ bytes: Count, sha256: Sha256 })),
  weightsSha256: Sha256,
  /** What was still to be done of this step when its rank gave up; absent where nothing was. */
  rest: z.strictObject({ report: z.boolean(), evaluate: z.boolean() }).optional(),
});

/** What a checkpoint says of itself. Nothing in it depends on the number of workers. */
export type CheckpointManifest = Omit<z.output<typeof Manifest>, 'job'> & { readonly job: ResolvedJob };

export function encodeManifest(
  facts: Omit<CheckpointManifest, 'format' | 'version' | 'writtenBy'>,
): Uint8Array {
  const manifest: CheckpointManifest = {
    format: FORMAT,
    version: FORMAT_VERSION,
    writtenBy: VERSION,
    ...facts,
  };
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** @throws TrainError `artifact_corrupt`, or `incompatible` for a manifest of another version of the format */
export function parseManifest(bytes: Uint8Array): CheckpointManifest {
  const json = readJson(bytes);
  const found = z.object({ format: z.literal(FORMAT), version: z.int() }).safeParse(json);
  if (found.success && found.data.version !== FORMAT_VERSION)
    throw new TrainError(
      'incompatible',
      `manifest.json: format version ${found.data.version}, this release (${VERSION}) reads version ${FORMAT_VERSION}`,
    );
  const parsed = Manifest.safeParse(json);
  if (!parsed.success)
    throw new TrainError('artifact_corrupt', `manifest.json: ${z.prettifyError(parsed.error)}`);
  const { job, ...rest } = parsed.data;
  return {
    ...rest,
    job: { ...job, training: { ...job.training, shards: job.training.shards ?? job.workers.max } },
  };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // The check below goes into every level, and stops with the stack.
    if (jsonDepth(text) <= LIMITS.manifestDepth) return JSON.parse(text);
  } catch (cause) {
    throw new TrainError('artifact_corrupt', 'manifest.json: not JSON', { cause });
  }
  throw new TrainError(
    'artifact_corrupt',
    `manifest.json: nested deeper than ${LIMITS.manifestDepth} levels`,
  );
}
