import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { EXPORT_FORMATS } from '../export-order.js';
import { DataFileName } from '../api/data.js';
import { AugmentList } from './augment.js';
import {
  AdversarialSpec,
  EarlyStoppingSpec,
  DataSource,
  Label,
  OptimizerSpec,
  Reduce,
  RegistryName,
  ScheduleSpec,
} from './components.js';
import { InitialSpec } from './initial.js';
import { LossSpec } from './losses.js';
import { MetricSpec } from './metrics.js';
import { PrecisionSpec } from './precision.js';
import { TaskSpec } from './tasks.js';
import { ByteSize, Duration } from './units.js';

const ModelSpec = z.strictObject({
  name: RegistryName.describe('a model of the registry (`ringmaster ls models`)'),
  config: z.record(z.string(), z.unknown()).default({}).describe("the model's own options"),
  // Without defaults, so that documents from before them keep their hashes.
  path: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      'for a model of your own: its file beside the document, which `run` and `submit` read; for `keras` a model.json, for `module` TypeScript or JavaScript',
    ),
  weights: z
    .boolean()
    .optional()
    .describe(
      'of `path`: whether training begins with the weights of a model.json (the default), or as `training.seed` says',
    ),
  code: z
    .strictObject({
      source: DataSource.describe('the data set that holds the code, as `name@hash`'),
      file: DataFileName.describe('of that data set'),
    })
    .optional()
    .describe('of `module`: what `run --allow-code` has made of the file that `path` names'),
  initial: InitialSpec.optional().describe(
    'begin with the weights of another model or of a file, by their names, and with its tokenizer',
  ),
});

const DataSpec = z.strictObject({
  dataset: RegistryName.describe(
    'a data set of the registry, or a format of files (`ringmaster ls datasets`)',
  ),
  source: DataSource.optional().describe(
    'for formats: the data set that holds the files, registered by `ringmaster data add` or known to workers; `name@hash` takes no other content',
  ),
  path: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      'for formats, instead of `source`: a file or directory beside the document, which `run` and `submit` upload once',
    ),
  config: z.record(z.string(), z.unknown()).default({}).describe("the data set's own options"),
  batchSize: z
    .int()
    .positive()
    .max(LIMITS.batchSize)
    .default(64)
    .describe('samples of one global step, over all workers'),
  normalize: z
    .enum(['none', 'standardize', 'minMax', 'robust'])
    .default('standardize')
    .describe(
      'mean 0 and deviation 1; values between 0 and 1; or median 0 and a middle half of width 1: fitted on the training split only',
    ),
  augment: AugmentList.default([]).describe(
    'applied to training samples in this order, seeded by (seed, epoch, sample)',
  ),
  // Without a default, so that documents and checkpoints from before it keep their hashes.
  memory: z
    .enum(['auto', 'whole', 'stream'])
    .optional()
    .describe(
      'samples are held in memory (`whole`), or stay in their files and are read by position (`stream`: npy, idx, cifar, csv, jsonl); default: by the size of the files; the bits are the same',
    ),
  workers: z
    .int()
    .min(0)
    .max(LIMITS.dataThreads)
    .optional()
    .describe(
      'threads of each rank that prepare batches ahead of their use, 0: none, in place; default: as many as the rank has CPU threads where there is something to augment or to read from files, else 0; the bits are the same',
    ),
});

const TrainingSpec = z.strictObject({
  epochs: z.int().positive().max(1_000_000).default(1).describe('passes over the training split'),
  maxSteps: z.int().positive().optional().describe('stop after this many steps, whatever the epochs say'),
  seed: z
    .int()
    .min(0)
    .max(0xffffffff)
    .default(0)
    .describe('seeds initial weights, sample order, augmentation and dropout'),
  shards: z
    .int()
    .positive()
    .max(LIMITS.shards)
    .optional()
    .describe('logical shards of a global batch; default: workers.max; never changes in the life of a run'),
  // Without a default, so that documents and checkpoints from before it keep their hashes.
  shardRanges: z
    .enum(['even', 'proportional'])
    .optional()
    .describe(
      'how many shards each worker computes: `even` (the default), or `proportional` to the speeds that are measured on the way; the bits are the same',
    ),
  evaluateEvery: z
    .union([z.literal('epoch'), z.literal('end'), z.int().positive()])
    .default('epoch')
    .describe('when the validation split is evaluated: each epoch, at the end only, or every n steps'),
  accumulate: z
    .int()
    .positive()
    .max(LIMITS.batchSize)
    .default(1)
    .describe('micro-batches that a shard is computed in, one after the other, so that it needs less memory'),
  ema: z
    .strictObject({
      decay: z.number().min(0).lt(1).default(0.999).describe('weight of the old average in each update'),
    })
    .optional()
    .describe('an exponential moving average of the weights, which is evaluated and exported in their place'),
  swa: z
    .strictObject({
      start: z.int().positive().describe('the update whose weights are the first of the mean'),
      every: z.int().positive().default(1).describe('updates between two weights of the mean'),
    })
    .optional()
    .describe('the plain mean of late weights, which is evaluated and exported in their place'),
  earlyStopping: EarlyStoppingSpec.optional().describe(
    'ends the run when the validation split stops improving',
  ),
  // Without a default, so that documents and checkpoints from before it keep their hashes.
  reduce: Reduce.optional().describe(
    'how ranks sum their gradients: `canonical` (the default), with the same bits for any number of workers, or `ring` between neighbours, whose bits depend on that number; never changes in the life of a run',
  ),
  clipNorm: z.number().positive().optional().describe('largest global L2 norm of the reduced gradient'),
  clipValue: z
    .number()
    .positive()
    .optional()
    .describe('largest magnitude of an element of the reduced gradient; comes before `clipNorm`'),
  regularization: z
    .strictObject({
      l1: z.number().min(0).default(0).describe('times the sum of magnitudes'),
      l2: z.number().min(0).default(0).describe('times half the sum of squares'),
    })
    .optional()
    .describe(
      'penalties on weights of two or more dimensions, as a part of the gradient that clipping does not see; the reported loss is without them',
    ),
  gradientNoise: z
    .strictObject({
      eta: z.number().positive().default(0.01).describe('variance of the noise at the first update'),
      gamma: z
        .number()
        .min(0)
        .max(4)
        .default(0.55)
        .describe('how fast it falls: 1 ÷ updates to the power of this'),
    })
    .optional()
    .describe('normal noise on the reduced gradient, after clipping, drawn from (seed, update) alone'),
  adversarial: AdversarialSpec.optional().describe(
    'trains on inputs that are moved, within bounds, to where the loss is larger',
  ),
  // Without a default, so that documents and checkpoints from before it keep their hashes.
  precision: PrecisionSpec.optional().describe(
    'mixed precision with dynamic loss scaling; needs the native engine',
  ),
  maxNonFiniteSteps: z
    .int()
    .positive()
    .default(10)
    .describe('consecutive steps with a NaN or Inf gradient after which the job stops'),
  verifyReplicasEvery: z
    .int()
    .positive()
    .default(50)
    .describe('steps between two comparisons of the hash of all replicas'),
  // Without a default, so that documents and checkpoints from before it keep their hashes.
  onDrift: z
    .enum(['stop', 'heal'])
    .optional()
    .describe(
      'what happens when a comparison finds unequal replicas: `stop` (the default) ends the job, `heal` lets the minority take the state of the majority',
    ),
  checkpoint: z
    .strictObject({
      everySteps: z.int().positive().default(100).describe('steps between two checkpoints'),
      keep: z.int().positive().max(1_000).default(3).describe('newest checkpoints kept'),
    })
    .prefault({}),
});

const WorkersSpec = z.strictObject({
  min: z.int().positive().max(LIMITS.shards).default(1).describe('ranks below which the job waits'),
  max: z.int().positive().max(LIMITS.shards).default(1).describe('ranks that it takes when they are free'),
  slots: z
    .strictObject({
      device: z.enum(['auto', 'cpu', 'gpu']).default('auto').describe('what one rank computes on'),
      cpuThreads: z.int().positive().max(1_024).default(1).describe('CPU threads of one rank'),
      memory: ByteSize.optional().describe(
        'memory that must be free on the host for each rank, for example `2GiB`; default: `limits.memory`; a rank that uses more is ended',
      ),
    })
    .prefault({}),
});

const LimitsSpec = z.strictObject({
  wallTime: Duration.optional().describe('longest run of one attempt, for example `1h`'),
  memory: ByteSize.optional().describe('largest resident memory of one rank, for example `4GiB`'),
  disk: ByteSize.optional().describe(
    'most that the job may keep on disk: checkpoints, exports, logs and metrics, for example `10GiB`',
  ),
  maxAttempts: z.int().positive().max(100).default(3).describe('attempts before the job counts as failed'),
});

/** The job document (docs/reference/job-document.md). Data only: unknown keys are errors. */
export const JobDocument = z.strictObject({
  $schema: z.string().max(1_024).optional().describe('for editors; ignored'),
  version: z.literal(1).describe('version of this format'),
  kind: z.literal('train').describe('what the document asks for'),
  name: Label.default('job').describe('a name for people; need not be unique'),
  // Without a default, so that documents from before it keep their hashes.
  project: Label.optional().describe(
    'what its slots count for, beside its owner, where the coordinator has quotas',
  ),
  model: ModelSpec,
  data: DataSpec,
  loss: LossSpec.describe('the name of a loss, or a mapping with its `kind` and options'),
  // Without defaults, so that documents and checkpoints from before them keep their hashes.
  task: TaskSpec.optional().describe(
    'what outputs and labels mean; default: regression for losses of numbers, classification for all others',
  ),
  metrics: z
    .array(MetricSpec)
    .max(16)
    .optional()
    .describe('reported beside the loss, by name or as a mapping with options; default: those of the task'),
  optimizer: OptimizerSpec.prefault({ kind: 'adam' }),
  schedule: ScheduleSpec.prefault({ kind: 'constant' }),
  training: TrainingSpec.prefault({}),
  exports: z
    .array(z.enum(EXPORT_FORMATS))
    .max(EXPORT_FORMATS.length)
    .refine((formats) => new Set(formats).size === formats.length, 'names a format twice')
    .optional()
    .describe(
      'formats that the run publishes in `model/`, beside `tfjs` and `safetensors`, which it always does; what the model cannot be written in is refused before the first step',
    ),
  workers: WorkersSpec.prefault({}),
  limits: LimitsSpec.prefault({}),
  priority: z.int().min(0).max(1_000).default(100).describe('smaller runs earlier; 0 is the most urgent'),
});
export type JobDocument = z.output<typeof JobDocument>;
export type JobDocumentInput = z.input<typeof JobDocument>;

/** A document with every default filled in; what runs, what is saved with the run and in every checkpoint. */
export type ResolvedJob = Omit<JobDocument, 'training'> & {
  training: JobDocument['training'] & { shards: number };
};
