import type { ErrorCode, ErrorView, ForkView, JobResult, ResolvedJob, SlowRank } from '@ringmaster/contracts';
import type { Generation } from '@ringmaster/core';
import type { Vote } from './membership/votes.js';
import type { RankFailure, SealedReport } from './job-events.js';

export type RankState = 'assigned' | 'ready' | 'running' | 'finished' | 'failed' | 'left';

/** One rank of an attempt, as the log knows it. */
export interface RankRecord {
  readonly rank: number;
  readonly agentId: string;
  readonly slot: number;
  readonly device: string;
  readonly state: RankState;
  readonly pid?: number;
  readonly dataAddress?: string;
  readonly fingerprint?: string;
  /** Of the content of the data set that it opened. */
  readonly datasetHash?: string;
  readonly stopped?: boolean;
  readonly result?: JobResult;
  readonly failure?: RankFailure;
  /** Why it is to leave at a step boundary. */
  readonly draining?: string;
  /** How much slower it is than the others, while it is. */
  readonly slow?: SlowRank | undefined;
  /** Its latest seal; it stands while its generation is the present one. */
  readonly sealed?: SealedReport;
  /** Sequence number of the event that ended it: the order of arrival. */
  readonly endedSeq?: number;
  /** When that event was written, ISO 8601. */
  readonly endedAt?: string;
}

/** One membership of an attempt. */
export interface GenerationRecord {
  readonly generation: Generation;
  /** Numbers of ranks; their place is the rank within the generation. */
  readonly members: readonly number[];
  readonly source: number;
  readonly behind: readonly number[];
  /** Finished steps when it was formed. */
  readonly step: number;
  /** Members of the one before that died. */
  readonly deaths: number;
  /** Members of the one before that live and had to leave. */
  readonly evicted: readonly number[];
  /** Members whose replicas had drifted, and which took the state of the majority. */
  readonly healed: readonly number[];
  /** Complaints of the generation before, of the living about the living. */
  readonly complaints: readonly Vote[];
  readonly reason: string;
  /** How many shards each member computes; evenly shared where absent. */
  readonly shards?: readonly number[] | undefined;
  readonly at: string;
  /** When the first rank gave up, or was found to be gone, of the generation before. */
  readonly noticedAt?: string;
  /** When its first step was done, and how long none was. */
  readonly runningAt?: string;
  readonly standstillMs?: number;
}

export interface AttemptRecord {
  readonly attempt: number;
  /** The present one. */
  readonly generation: Generation;
  /** All so far, the present one last; none before all ranks were told to begin. */
  readonly generations: readonly GenerationRecord[];
  /** When the first rank gave up the present generation, or was found to be gone. */
  readonly tornAt?: string;
  /** Of the latest coordinator that looks after it. */
  readonly epoch: number;
  /** What ranks need for a shard, in milliseconds, as it was measured last; jobs that share shards by speed have it. */
  readonly shardMs?: ReadonlyMap<number, number>;
  /** Number of the generation that was asked to end. */
  readonly resizing?: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly ranks: readonly RankRecord[];
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'paused' | 'preempted' | 'yielded';
  /** All ranks were told to begin. */
  readonly begun: boolean;
  /** It is to stop with a checkpoint, so that another job can begin. */
  readonly preempt?: { readonly forJob: string; readonly reason: string };
  /** How many ranks the scheduler leaves it, while others need the rest. */
  readonly allotted?: number;
  /** It gives its slots back at a step boundary, with a checkpoint; the job goes on later. */
  readonly yielding?: { readonly reason: string };
  /** The coordinator's own cause to end it. */
  readonly stopping?: { readonly kill: boolean; readonly cause: ErrorView };
  readonly cause?: ErrorView;
  readonly resumeFrom?: string;
  readonly leftOut: readonly string[];
  readonly passedOver: readonly string[];
  readonly retry?: { readonly backoffMs: number };
}

/** `running` here means: an attempt is under way; the finer state for people is derived (see jobState). */
export type Phase = 'waiting' | 'attempt' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

/** A job as the fold of its log; everything that must survive a restart, and nothing else. */
export interface JobRecord {
  readonly jobId: string;
  readonly name: string;
  /** Who submitted it. */
  readonly owner: string;
  readonly priority: number;
  readonly job: ResolvedJob;
  readonly requestSha256: string;
  readonly resume?: string;
  readonly retryOf?: string;
  readonly fork?: ForkView;
  readonly submittedAt: string;
  readonly endedAt?: string;
  readonly phase: Phase;
  readonly attempts: readonly AttemptRecord[];
  readonly checkpoints: readonly { readonly step: number; readonly manifestSha256: string }[];
  readonly cancel?: { readonly reason: string };
  /** How many ranks were asked for since it was submitted. */
  readonly scaledTo?: number;
  /** Asked for and not resumed since. */
  readonly pause?: { readonly reason: string };
  /** Since when it is paused, and how long it was before. */
  readonly pausedAt?: string;
  readonly pausedMs?: number;
  readonly result?: JobResult;
  readonly cause?: ErrorView;
  /** Sequence number of the next event. */
  readonly nextSeq: number;
}

/** The attempt under way, if there is one. */
export function currentAttempt(record: JobRecord): AttemptRecord | undefined {
  const last = record.attempts.at(-1);
  return last?.outcome === 'running' ? last : undefined;
}

/** A rank whose process may still be alive. */
export const isLive = ({ state }: RankRecord): boolean =>
  state !== 'finished' && state !== 'failed' && state !== 'left';

/** The ranks of the present generation; all, before there is one. */
export function membersOf({ ranks, generations }: AttemptRecord): readonly RankRecord[] {
  const members = generations.at(-1)?.members;
  return members ? members.flatMap((rank) => ranks[rank] ?? []) : ranks;
}

/** It is to leave at a step boundary. */
export const isDraining = ({ draining }: RankRecord): boolean => draining !== undefined;

/** It has given up the present generation. */
export const isSealed = ({ generation }: AttemptRecord, { sealed }: RankRecord): boolean =>
  sealed?.n === generation.n;

export const isTerminal = (record: JobRecord): boolean =>
  record.phase === 'succeeded' || record.phase === 'failed' || record.phase === 'cancelled';

/** How an attempt is to end, once it must: nothing, politely at a step boundary, or at once. */
export function wantedStop(record: JobRecord, attempt: AttemptRecord): 'none' | 'polite' | 'kill' {
  if (attempt.stopping?.kill || isHopeless(attempt)) return 'kill';
  const isAsked = attempt.stopping || attempt.yielding || attempt.preempt || record.cancel || record.pause;
  return isAsked ? 'polite' : 'none';
}

/** Causes that take a rank away and say nothing about the others. */
const SURVIVABLE: ReadonlySet<ErrorCode> = new Set([
  'rank_crashed',
  'rank_out_of_memory',
  'agent_lost',
  'peer_lost',
  'deadline',
]);

export const isSurvivable = ({ cause, secondary }: RankFailure): boolean =>
  secondary || SURVIVABLE.has(cause.code);

/** Nobody is left who could go on, or what befell one rank would befall the others too. */
function isHopeless(attempt: AttemptRecord): boolean {
  const members = membersOf(attempt);
  if (!attempt.begun) return members.some((rank) => rank.state === 'failed');
  if (!members.some(isLive)) return true;
  return members.some(({ failure }) => failure !== undefined && !isSurvivable(failure));
}

const givesBack = (record: JobRecord, attempt: AttemptRecord): boolean =>
  (record.pause ?? attempt.preempt ?? attempt.yielding) !== undefined && !record.cancel;

/** A polite stop after which the job goes on later: a pause, or an attempt that gives its slots back. */
export const isPausing = (record: JobRecord, attempt: AttemptRecord): boolean =>
  givesBack(record, attempt) && !attempt.stopping;

/** Such a stop that took too long and was ended by force: what was not saved is lost, but nothing has failed. */
export const isForcedPause = (record: JobRecord, attempt: AttemptRecord): boolean =>
  givesBack(record, attempt) && attempt.stopping?.kill === true && attempt.stopping.cause.code === 'deadline';
