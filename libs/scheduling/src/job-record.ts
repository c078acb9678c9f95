import type { ErrorView, ForkView, JobResult, ResolvedJob } from '@ringmaster/contracts';
import type { Generation } from '@ringmaster/core';
import type { RankFailure } from './job-events.js';

export type RankState = 'assigned' | 'ready' | 'running' | 'finished' | 'failed';

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
  /** Sequence number of the event that ended it: the order of arrival. */
  readonly endedSeq?: number;
}

export interface AttemptRecord {
  readonly attempt: number;
  readonly generation: Generation;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly ranks: readonly RankRecord[];
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'paused';
  /** All ranks were told to begin. */
  readonly begun: boolean;
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
  /** Asked for and not resumed since. */
  readonly pause?: { readonly reason: string };
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
export const isLive = (rank: RankRecord): boolean => rank.state !== 'finished' && rank.state !== 'failed';

export const isTerminal = (record: JobRecord): boolean =>
  record.phase === 'succeeded' || record.phase === 'failed' || record.phase === 'cancelled';

/** How an attempt is to end, once it must: nothing, politely at a step boundary, or at once. */
export function wantedStop(record: JobRecord, attempt: AttemptRecord): 'none' | 'polite' | 'kill' {
  if (attempt.stopping?.kill || attempt.ranks.some((rank) => rank.state === 'failed')) return 'kill';
  return attempt.stopping || record.cancel || record.pause ? 'polite' : 'none';
}

/** A polite stop that only a pause asks for: the job goes on later. */
export const isPausing = (record: JobRecord, attempt: AttemptRecord): boolean =>
  record.pause !== undefined && !record.cancel && !attempt.stopping;
