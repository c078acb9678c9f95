import {
  AuditLine,
  ERROR_CODES,
  type ErrorCode,
  JobResult,
  Label,
  ProgressView,
  StepTimings,
} from '@ringmaster/contracts';
import { COMPLAINT_KINDS, TrainError } from '@ringmaster/core';
import { z } from 'zod';

const count = z.int().min(0);
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');

const GenerationMessage = z.strictObject({ epoch: count, n: count, nonce: z.string() });

/** What a rank must know before it prepares. */
export const Assignment = z.strictObject({
  jobId: z.string().min(1),
  attempt: z.int().positive(),
  /** Its number in the attempt, which it keeps from generation to generation. */
  rank: count,
  /** Ranks of the first generation; 0 for one that joins a running attempt. */
  world: count,
  generation: GenerationMessage,
  /** JSON of contracts' ResolvedJob. */
  jobJson: z.string(),
  jobSecret: Bytes,
  artifactsUrl: z.string(),
  artifactsToken: z.string(),
  /** `<jobId>/<step>`, or empty to begin at step 0. */
  resumeFrom: z.string(),
  /** Of the agent. */
  slot: count,
});
export type Assignment = z.output<typeof Assignment>;

/** Agent → trainer. */
export const ToTrainer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('assign'), assignment: Assignment }),
  /** The members of a generation, by their rank within it. */
  z.strictObject({
    type: z.literal('go'),
    generation: GenerationMessage,
    peers: z.array(z.strictObject({ rank: count, address: z.string() })),
    source: count,
    behind: z.array(count),
    /** By place; evenly shared where absent. */
    shardCounts: z.array(count).optional(),
  }),
  /** End the generation with the others at a step boundary. */
  z.strictObject({ type: z.literal('resize'), generation: GenerationMessage }),
  /** The coordinator has moved, and artifacts with it. */
  z.strictObject({ type: z.literal('artifacts'), url: z.url() }),
  /** The others go on without this rank. */
  z.strictObject({ type: z.literal('leave') }),
  /**
   * No coordinator has been there for too long: checkpoints go into the spool from now on, and a rank that holds its sealed
   * state saves it there and ends.
   */
  z.strictObject({ type: z.literal('spool'), reason: z.string() }),
  /** End at the next step boundary, with a checkpoint; before the first step: at once. */
  z.strictObject({ type: z.literal('stop'), reason: z.string(), word: z.enum(['stop', 'pause']) }),
  /** End now, whatever is under way. */
  z.strictObject({ type: z.literal('abort'), reason: z.string() }),
  /** Leave; only said to an idle trainer. */
  z.strictObject({ type: z.literal('exit') }),
]);
export type ToTrainer = z.output<typeof ToTrainer>;

const ErrorViewSchema = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Trainer → agent. */
export const FromTrainer = z.discriminatedUnion('type', [
  /** The engine is loaded; the next message may be `assign`. */
  z.strictObject({
    type: z.literal('warm'),
    fingerprint: z.record(z.string(), z.unknown()),
    backend: z.string(),
    warnings: z.array(z.string()),
  }),
  /** Prepared to begin; the address is empty in a world of one. */
  z.strictObject({ type: z.literal('ready'), dataAddress: z.string(), datasetHash: z.string() }),
  /** The first step of this generation is done. */
  z.strictObject({ type: z.literal('running'), step: count }),
  z.strictObject({
    type: z.literal('sealed'),
    generation: GenerationMessage,
    step: count,
    stage: count,
    weightsSha256: z.string(),
    agreed: z.boolean(),
    complaints: z.array(
      z.strictObject({
        rank: count,
        kind: z.enum(COMPLAINT_KINDS),
        message: z.string(),
      }),
    ),
    patienceMs: count,
  }),
  /** The first step of a later generation is done. */
  z.strictObject({
    type: z.literal('regrouped'),
    generation: GenerationMessage,
    step: count,
    standstillMs: z.number().min(0),
  }),
  z.strictObject({ type: z.literal('left'), step: count }),
  /** The process was asked to end: it wants to leave at a step boundary. */
  z.strictObject({ type: z.literal('draining'), reason: z.string() }),
  /** A line of its log, where its output reaches nobody. */
  z.strictObject({ type: z.literal('line'), line: z.string() }),
  z.strictObject({
    type: z.literal('progress'),
    progress: ProgressView,
    /** Absent in what trainers of an older release say, which a newer agent may take over. */
    timings: StepTimings.optional(),
  }),
  z.strictObject({ type: z.literal('metrics'), line: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    type: z.literal('audit'),
    lines: z.array(AuditLine),
    /** Its number in the journal; absent where it is not kept there, or said by a trainer of an older release. */
    batch: z.int().positive().optional(),
  }),
  z.strictObject({ type: z.literal('checkpoint'), step: count, manifestSha256: z.string() }),
  /** A checkpoint is in the spool, and was read back. */
  z.strictObject({ type: z.literal('spooled'), step: count }),
  z.strictObject({ type: z.literal('finished'), result: JobResult, stopped: z.boolean() }),
  /** Everything of the last job is disposed of. A trainer that is not reusable exits by itself. */
  z.strictObject({ type: z.literal('idle'), reusable: z.boolean(), reason: z.string() }),
  /** The process exits right after it said this. */
  z.strictObject({
    type: z.literal('failed'),
    cause: ErrorViewSchema,
    secondary: z.boolean(),
    lastStep: count,
  }),
]);
export type FromTrainer = z.output<typeof FromTrainer>;

/** The first thing that a trainer says to an agent that did not start it. */
export const Introduction = z.strictObject({
  type: z.literal('adopt'),
  pid: z.int().positive(),
  cpuThreads: z.int().positive(),
  /** What it said when its engine was loaded. */
  facts: z.strictObject({
    type: z.literal('warm'),
    fingerprint: z.record(z.string(), z.unknown()),
    backend: z.string(),
    warnings: z.array(z.string()),
  }),
  assignment: Assignment,
  /** That it was last told of. */
  generation: GenerationMessage,
  lastStep: count,
  jobs: count,
});
export type Introduction = z.output<typeof Introduction>;

/** What a trainer is started with (its only argument, as JSON). Holds no secret: every user of the host can read it. */
export const TrainerConfig = z.strictObject({
  device: z.enum(['auto', 'cpu', 'gpu']),
  cpuThreads: z.int().positive(),
  datasetsDir: z.string().min(1),
  /** Directories of data sets by name; they come before those of `datasetsDir`. */
  dataRoots: z.record(Label, z.string().min(1)),
  /** What is kept of registered data sets, and how much of it. */
  dataCacheDir: z.string().min(1),
  dataCacheBytes: z.int().positive(),
  /** Where checkpoints go when no coordinator is there to take them. */
  spoolDir: z.string().min(1),
  /** Certificates, for a coordinator and ranks that speak TLS. */
  tlsDir: z.string().min(1),
  /** Whether it loads code that users bring. Default: no. */
  allowCode: z.boolean().optional(),
  listenHost: z.string().min(1),
  advertiseHost: z.string().min(1),
  dataPorts: z.strictObject({ from: z.int().positive(), to: z.int().positive() }).optional(),
  /** Where it looks for another agent when its own has died, and for how long. */
  adoption: z.strictObject({ socket: z.string().min(1), ms: z.int().positive() }).optional(),
});
export type TrainerConfig = z.output<typeof TrainerConfig>;

/** @throws TrainError `internal`: the two processes come from one build, so a bad message is a bug of ours. */
export function parseMessage<T>(schema: z.ZodType<T>, message: unknown): T {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new TrainError(
    'internal',
    `malformed message between agent and trainer: ${z.prettifyError(parsed.error)}`,
  );
}
