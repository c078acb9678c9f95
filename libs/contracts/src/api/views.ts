import { LIMITS } from '../limits.js';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.js';
import { Reduce } from '../job/components.js';

/** Bumped when a field changes its meaning or goes; new fields do not bump it. */
export const API_VERSION = 1;

export const ErrorBody = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Whose a job is where callers have no name of their own. */
export const DEFAULT_OWNER = 'local';

export const JOB_STATES = [
  'queued',
  'starting',
  'running',
  'backoff',
  'pausing',
  'paused',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const JobState = z.enum(JOB_STATES);
export type JobState = z.output<typeof JobState>;
export const TERMINAL_STATES: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled']);

/** What a finished attempt hands over; written by rank 0, vouched for by every rank's equal hash. */
export const JobResult = z.object({
  /** SHA-256 over names, shapes and bytes of all weights, in the model's order. */
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  steps: z.int().min(0),
  samples: z.int().min(0),
  skippedSteps: z.int().min(0),
  /** Of the test split: loss, accuracy, … */
  metrics: z.record(z.string(), z.number()),
  /** Artifact names under the job, for example `model/model.json`. */
  artifacts: z.array(z.string()),
  backend: z.string(),
});
export type JobResult = z.output<typeof JobResult>;

/** What a rank's time goes to, step by step. */
export const STEP_PHASES = [
  /** Reading and preparing its samples. */
  'data',
  /** Gradients of its shards. */
  'compute',
  /** Waiting for the sums of all ranks. */
  'exchange',
  'update',
  /** Hashing the replica where replicas are compared. */
  'compare',
  /** Evaluating, the wait for the others included. */
  'evaluate',
  /** Copying the state for a checkpoint, and waiting for the one before. */
  'checkpoint',
] as const;
export type StepPhase = (typeof STEP_PHASES)[number];

/** Where one rank's time went over some steps. Phases of other versions may be missing or more. */
export const StepTimings = z.object({
  steps: z.int().positive(),
  /** Logical shards that it computes in each of them. */
  shards: z.int().min(0),
  /** Milliseconds, all steps together. */
  phases: z.record(z.string(), z.number().min(0)),
});
export type StepTimings = z.output<typeof StepTimings>;

/** Where a rank's time goes, over the last seconds. */
export const RankTimings = z.object({
  rank: z.int().min(0),
  /** How many steps the means are of. */
  steps: z.int().positive(),
  shards: z.int().min(0),
  /** Mean milliseconds a step. */
  phases: z.record(z.string(), z.number().min(0)),
  /** Its own work (data and compute) for one shard, in milliseconds; absent where it has none. */
  shardMs: z.number().min(0).optional(),
});
export type RankTimings = z.output<typeof RankTimings>;

/** A rank that needs much longer for a shard than the others. */
export const SlowRank = z.object({
  /** Times the median of the others. */
  factor: z.number().positive(),
  shardMs: z.number().min(0),
  /** That median. */
  othersMs: z.number().min(0),
});
export type SlowRank = z.output<typeof SlowRank>;

export const RankView = z.object({
  rank: z.int().min(0),
  agentId: z.string(),
  pid: z.int().optional(),
  state: z.enum(['assigned', 'ready', 'running', 'finished', 'failed', 'left']),
  /** Only while it is. */
  slow: SlowRank.optional(),
});

export type RankView = z.output<typeof RankView>;

/** One membership of an attempt. */
export const GenerationView = z.object({
  generation: z.string(),
  at: z.string(),
  /** Numbers of ranks in the attempt; their place is the rank within the generation. */
  members: z.array(z.int().min(0)),
  /** Finished steps when it was formed. */
  step: z.int().min(0),
  /** Why the one before ended. */
  reason: z.string(),
  /** How many shards each member computes, in their order; absent where they are shared evenly. */
  shards: z.array(z.int().min(0)).optional(),
  /** Members whose replicas had drifted, and which took the state of the majority. */
  healed: z.array(z.int().min(0)).optional(),
  /** When the first rank gave up, or was found to be gone. */
  noticedAt: z.string().optional(),
  /** When its first step was done. */
  runningAt: z.string().optional(),
  /** From the end of the last step before to the end of its first one. */
  standstillMs: z.number().min(0).optional(),
});
export type GenerationView = z.output<typeof GenerationView>;

export const AttemptView = z.object({
  attempt: z.int().positive(),
  generation: z.string(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  world: z.int().positive(),
  ranks: z.array(RankView),
  /** The memberships so far, the present one last; absent in answers of older coordinators. */
  generations: z.array(GenerationView).optional(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'paused', 'preempted', 'yielded']),
  /** The first cause in causal order, with the rank and step it belongs to where known. */
  cause: ErrorBody.optional(),
  resumedFromStep: z.int().min(0).optional(),
  /** Damaged checkpoints newer than that one, and what is wrong with them. */
  passedOver: z.array(z.string()).optional(),
});
export type AttemptView = z.output<typeof AttemptView>;

export const ProgressView = z.object({
  step: z.int().min(0),
  totalSteps: z.int().min(0),
  epoch: z.int().min(0),
  epochs: z.int().min(0),
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  learningRate: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  stepMs: z.number().nullable(),
  checkpointStep: z.int().nullable(),
});
export type ProgressView = z.output<typeof ProgressView>;

/** What a fork goes on from, and what it does differently. */
export const ForkView = z.object({
  jobId: z.string(),
  step: z.int().min(0),
  /** By dotted path; what one of the two documents does not have is null. */
  changes: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
});
export type ForkView = z.output<typeof ForkView>;

/** What a waiting job waits for. Times are estimates: they take for granted that the jobs before it run as long as expected. */
export const WaitingView = z.object({
  /** Among the waiting ones, from 1, in the order in which they are served. */
  position: z.int().positive(),
  blockedBy: z.enum(['slots', 'machines', 'memory', 'quota', 'order', 'room']),
  /** What would let it begin, for people; any one of the lines. */
  unblock: z.array(z.string()),
  /** When it begins at the latest: slots are reserved for it from then on. */
  startsBy: z.string().optional(),
  /** When it will probably begin; absent where nobody knows how long a job before it runs. */
  expectedAt: z.string().optional(),
});
export type WaitingView = z.output<typeof WaitingView>;

export const JobView = z.object({
  jobId: z.string(),
  name: z.string(),
  /** Who submitted it; absent in answers of older coordinators. */
  owner: z.string().optional(),
  /** As its document says. */
  project: z.string().optional(),
  state: JobState,
  /** Why it waits or how it ended, for people. */
  reason: z.string().optional(),
  /** Of a job that waits for slots. */
  waiting: WaitingView.optional(),
  priority: z.int(),
  submittedAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  attempts: z.array(AttemptView),
  progress: ProgressView.optional(),
  /** Where the time of each rank of the running attempt goes. */
  timings: z.array(RankTimings).optional(),
  result: JobResult.optional(),
  cause: ErrorBody.optional(),
  /** SHA-256 of the content of the data that it trains on, once a rank has opened it. */
  datasetHash: z.string().optional(),
  /** How its ranks sum, where that is not canonical: the bits of its weights then depend on their number. */
  reduce: Reduce.optional(),
  /** How many memberships (generations) the job has had. */
  generations: z.int().min(0),
  checkpoints: z.array(z.int()),
  resumedFrom: z.string().optional(),
  /** The ended job whose work this one goes on with. */
  retryOf: z.string().optional(),
  forkOf: ForkView.optional(),
});
export type JobView = z.output<typeof JobView>;

export const WorkerView = z.object({
  agentId: z.string(),
  name: z.string(),
  host: z.string(),
  version: z.string(),
  state: z.enum(['ready', 'draining', 'left', 'lost']),
  slots: z.array(
    z.object({
      slot: z.int(),
      device: z.string(),
      cpuThreads: z.int(),
      jobId: z.string().optional(),
      rank: z.int().optional(),
    }),
  ),
  /** Why it gets no new ranks, and until when. */
  excluded: z.object({ until: z.string(), reason: z.string() }).optional(),
  /** Workers that it cannot reach, whose trainers therefore do not work with its own. */
  unreachable: z.array(z.object({ agentId: z.string(), reason: z.string() })).optional(),
  heartbeatAgeMs: z.number(),
  warmTrainers: z.int(),
  engine: z.string(),
});
export type WorkerView = z.output<typeof WorkerView>;

/** One entry of a job's event stream; `seq` grows by one and is the SSE id. */
export const JobEvent = z.object({
  seq: z.int().min(0),
  at: z.string(),
  jobId: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type JobEvent = z.output<typeof JobEvent>;

export const LogLine = z.object({
  at: z.string(),
  source: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
});
export type LogLine = z.output<typeof LogLine>;

export const SubmitRequest = z.strictObject({
  /** Chosen by the client: the same id with the same document is the same job. */
  jobId: z.string().regex(/^[a-z0-9][a-z0-9-]{5,62}$/),
  document: z.unknown(),
  resume: z.strictObject({ jobId: z.string(), step: z.int().min(0).optional() }).optional(),
  /** The new job changes options of the one that it resumes; what it changes is stored as its lineage. */
  fork: z.literal(true).optional(),
});
export type SubmitRequest = z.output<typeof SubmitRequest>;

export const RetryRequest = z.strictObject({
  /** Id of the job that goes on, chosen by the client: the same id again is the same job. */
  jobId: SubmitRequest.shape.jobId,
});
export type RetryRequest = z.output<typeof RetryRequest>;

export const ScaleRequest = z.strictObject({ workers: z.int().positive() });
export type ScaleRequest = z.output<typeof ScaleRequest>;

export const DrainRequest = z.strictObject({
  reason: z.string().min(1).max(LIMITS.reasonChars).default('drained by a user'),
  /** Ranks that have not left after so long are ended. */
  graceMs: z.int().min(0).max(86_400_000).default(LIMITS.drainMs),
});
export type DrainRequest = z.output<typeof DrainRequest>;

/** The connection facts that `up` leaves in the home directory for the CLI (file mode 0600). */
export const EndpointFile = z.strictObject({
  url: z.string(),
  controlAddress: z.string(),
  pid: z.int(),
  version: z.string(),
});
export type EndpointFile = z.output<typeof EndpointFile>;
