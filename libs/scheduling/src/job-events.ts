import {
  ErrorBody,
  ForkView,
  JobDocument,
  JobEvent,
  JobResult,
  type ErrorView,
  type ResolvedJob,
} from '@ringmaster/contracts';
import { COMPLAINT_KINDS, TrainError } from '@ringmaster/core';
import { z } from 'zod';

const attempt = z.int().positive();
const rank = z.int().min(0);
/** JSON has no `undefined`: absent details stay absent. */
const Cause = ErrorBody as unknown as z.ZodType<ErrorView>;
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const GenerationData = z.strictObject({
  epoch: z.int().min(0),
  n: z.int().min(0),
  nonce: z.string().min(1),
});

/** Where one rank of an attempt runs. */
export const RankPlace = z.strictObject({
  rank,
  agentId: z.string().min(1),
  slot: z.int().min(0),
  device: z.string(),
});
export type RankPlace = z.output<typeof RankPlace>;

/** What a rank says when it gives up a generation. */
export const SealedReport = z.strictObject({
  /** Of the generation. */
  n: z.int().min(0),
  step: z.int().min(0),
  stage: z.int().min(0),
  weightsSha256: z.string(),
  /** All ranks ended the generation together. */
  agreed: z.boolean(),
  /** Ranks that it holds to be gone. */
  complaints: z.array(z.strictObject({ rank, kind: z.enum(COMPLAINT_KINDS), message: z.string() })),
  /** How long a step may take there. */
  patienceMs: z.int().min(0),
});
export type SealedReport = z.output<typeof SealedReport>;

/** How one rank ended before it was done; `secondary` when only because another one did. */
export const RankFailure = z.strictObject({
  cause: Cause,
  secondary: z.boolean(),
  signal: z.string().optional(),
  exitCode: z.int().optional(),
  lastStep: z.int().min(0).optional(),
  lastLogLines: z.array(z.string()).optional(),
  /** By the agent's clock: orders failures of one agent only. */
  atMs: z.number().optional(),
});
export type RankFailure = z.output<typeof RankFailure>;

const StoredJob = JobDocument.extend({
  training: JobDocument.shape.training.unwrap().extend({ shards: z.int().positive() }),
});

/** Payload of every entry of a job's log, by type. Parsed strictly when read back: stored values are not trusted. */
export const EVENT_DATA = {
  submitted: z.strictObject({
    name: z.string(),
    priority: z.int(),
    job: StoredJob,
    /** SHA-256 of the request as the client sent it: the same id with another document is a conflict. */
    requestSha256: Sha256,
    /** Who submitted it; absent: `local`. */
    owner: z.string().min(1).optional(),
    /** `<jobId>/<step>` of another job's checkpoint to start from. */
    resume: z.string().optional(),
    /** The ended job whose work this one goes on with. */
    retryOf: z.string().optional(),
    /** What it goes on from with other options. */
    fork: ForkView.optional(),
  }),
  attempt_started: z.strictObject({
    attempt,
    generation: GenerationData,
    ranks: z.array(RankPlace).min(1),
    /** `<jobId>/<step>` */
    resumeFrom: z.string().optional(),
    /** Agents that fitted but were left out, and why. */
    leftOut: z.array(z.string()).optional(),
    /** Damaged checkpoints newer than the one it starts from, and what is wrong with them. */
    passedOver: z.array(z.string()).optional(),
  }),
  rank_ready: z.strictObject({
    attempt,
    rank,
    dataAddress: z.string(),
    pid: z.int().min(0),
    fingerprint: z.string(),
    warm: z.boolean(),
    datasetHash: z.string().optional(),
  }),
  /** All ranks are ready and equal; they are told to begin. */
  running: z.strictObject({ attempt }),
  rank_running: z.strictObject({ attempt, rank, step: z.int().min(0) }),
  /** A rank has given up generation `n`: nothing of it will be applied there any more. */
  rank_sealed: z.strictObject({ attempt, rank, ...SealedReport.shape }),
  /** The members of the next generation, all of them sealed or new; they are told to go on. */
  generation: z.strictObject({
    attempt,
    generation: GenerationData,
    members: z.array(rank).min(1),
    /** Hands its state to those that are behind. */
    source: rank,
    behind: z.array(rank),
    /** Finished steps. */
    step: z.int().min(0),
    /** Members of the generation before that died. */
    deaths: z.int().min(0),
    /** Members of the generation before that live and had to leave: stragglers, and ends of broken links. */
    evicted: z.array(rank).optional(),
    /** Members whose replicas were not those of the majority, and which take its state. */
    healed: z.array(rank).optional(),
    /** How many shards each member computes; evenly shared where absent. */
    shards: z.array(z.int().positive()).optional(),
    reason: z.string(),
  }),
  /** What ranks need for a shard was measured, and shards are to be shared accordingly. */
  rank_speeds: z.strictObject({
    attempt,
    shardMs: z.array(z.strictObject({ rank, ms: z.number().positive() })).min(1),
  }),
  /** The first step of generation `n` is done. */
  generation_running: z.strictObject({
    attempt,
    n: z.int().min(0),
    step: z.int().min(0),
    /** From the end of the last step before to the end of this one, by the clock of one rank. */
    standstillMs: z.number().min(0),
  }),
  /** A rank is started that will join the running attempt. */
  rank_added: z.strictObject({ attempt, ...RankPlace.shape }),
  /** Generation `n` is to end at a step boundary. */
  resize_requested: z.strictObject({ attempt, n: z.int().min(0), reason: z.string() }),
  /** A rank is to leave at a step boundary: its process or its worker was asked to end. */
  rank_draining: z.strictObject({ attempt, rank, reason: z.string() }),
  /** Too few ranks would be left: all stop at the same step, with a checkpoint, and the job waits for slots again. */
  yield_requested: z.strictObject({ attempt, reason: z.string() }),
  /** The slots are given back; this is no failure. Without a step before the first one. */
  attempt_yielded: z.strictObject({ attempt, step: z.int().min(0).optional(), reason: z.string() }),
  /** It left, and the others go on. */
  rank_left: z.strictObject({ attempt, rank, step: z.int().min(0) }),
  /** It needs much longer for a shard than the others, or does so no more. */
  rank_pace: z.strictObject({
    attempt,
    rank,
    slow: z
      .strictObject({
        factor: z.number().positive(),
        shardMs: z.number().min(0),
        othersMs: z.number().min(0),
      })
      .nullable(),
  }),
  checkpoint: z.strictObject({ attempt, step: z.int().min(0), manifestSha256: z.string() }),
  rank_finished: z.strictObject({ attempt, rank, stopped: z.boolean(), result: JobResult.optional() }),
  rank_failed: z.strictObject({ attempt, rank, failure: RankFailure }),
  /** The coordinator ends the attempt for a cause of its own (a deadline, unequal ranks, a limit). */
  attempt_stopping: z.strictObject({ attempt, kill: z.boolean(), cause: Cause }),
  /** A later coordinator took over the running attempt. */
  adopted: z.strictObject({ attempt, epoch: z.int().min(0) }),
  attempt_failed: z.strictObject({
    attempt,
    cause: Cause,
    willRetry: z.boolean(),
    backoffMs: z.int().min(0),
  }),
  /** So many ranks are wanted from now on, in this attempt and those after it. */
  scale_requested: z.strictObject({ workers: z.int().positive() }),
  /** The attempt is to stop with a checkpoint: a more urgent job needs its slots. */
  preempt_requested: z.strictObject({ attempt, forJob: z.string(), reason: z.string() }),
  /** All ranks stopped at the same step, its checkpoint is in the store; the job waits again. */
  attempt_preempted: z.strictObject({ attempt, step: z.int().min(0).optional() }),
  /** So many ranks are left to the attempt while others need the rest; without a number: as many as it wants again. */
  allotted: z.strictObject({ attempt, workers: z.int().positive().optional(), reason: z.string() }),
  pause_requested: z.strictObject({ reason: z.string() }),
  /** All ranks stopped at the same step, its checkpoint is in the store; without a step before the first one. */
  attempt_paused: z.strictObject({ attempt, step: z.int().min(0).optional() }),
  paused: z.strictObject({ reason: z.string() }),
  resumed: z.strictObject({}),
  cancel_requested: z.strictObject({ reason: z.string() }),
  succeeded: z.strictObject({ attempt, result: JobResult }),
  failed: z.strictObject({ cause: Cause }),
  cancelled: z.strictObject({ reason: z.string() }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = z.output<(typeof EVENT_DATA)[T]>;
/** What happened, before it has a place in the log. */
export type EventBody = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
/** An entry of a job's log with its payload checked. */
export type LoggedEvent = EventBody & { readonly seq: number; readonly at: string; readonly jobId: string };

export const TERMINAL_EVENTS: ReadonlySet<EventType> = new Set(['succeeded', 'failed', 'cancelled']);

/** Makes an event body; the compiler pairs type and payload. */
export function event<T extends EventType>(type: T, data: EventData<T>): EventBody {
  return { type, data } as EventBody;
}

/** Error as plain data, for a log payload. */
export function causeOf(view: ErrorView): ErrorView {
  return { code: view.code, message: view.message, ...(view.details && { details: { ...view.details } }) };
}

const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_DATA, type);

/**
 * Checks one entry read back from the log. Unknown types, unknown keys and wrong values are refused.
 * @throws TrainError `artifact_corrupt`, naming job, sequence number and field
 */
export function parseLoggedEvent(raw: unknown): LoggedEvent {
  const outer = JobEvent.safeParse(raw);
  if (!outer.success)
    throw new TrainError('artifact_corrupt', `job log: not an event: ${z.prettifyError(outer.error)}`);
  const { jobId, seq, at, type, data } = outer.data;
  const where = `job log of ${jobId}, event ${seq} (${type})`;
  if (!isEventType(type))
    throw new TrainError('artifact_corrupt', `${where}: unknown type; was it written by a newer version?`);
  const inner = EVENT_DATA[type].safeParse(data);
  if (!inner.success) throw new TrainError('artifact_corrupt', `${where}: ${z.prettifyError(inner.error)}`);
  return { seq, at, jobId, type, data: inner.data } as LoggedEvent;
}

/**
 * Refuses, before it is written, what {@link parseLoggedEvent} would refuse at the next start.
 * @throws TrainError `internal`, naming job, sequence number and field
 */
export function requireLoggable({ jobId, seq, type, data }: LoggedEvent): void {
  const checked = EVENT_DATA[type].safeParse(data);
  if (checked.success) return;
  const problem = z.prettifyError(checked.error);
  throw new TrainError(
    'internal',
    `event ${seq} (${type}) of job ${jobId} could not be read back and was not logged: ${problem}`,
  );
}

/** The document of a `submitted` event as code sees it everywhere else. */
export const resolvedJob = (data: EventData<'submitted'>): ResolvedJob => data.job as ResolvedJob;
