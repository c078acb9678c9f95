import type { ErrorView, JobResult, SlowRank } from '@ringmaster/contracts';
import type { Generation } from '@ringmaster/core';
import type { RankFailure, RankPlace, SealedReport } from './job-events.js';

/** What an agent says about one of its ranks, checked and typed. */
export type RankReport =
  | {
      readonly kind: 'ready';
      readonly dataAddress: string;
      readonly pid: number;
      readonly fingerprint: string;
      readonly warm: boolean;
      /** Of the content of the data set; absent when the agent does not tell. */
      readonly datasetHash?: string;
    }
  | { readonly kind: 'running'; readonly step: number }
  | { readonly kind: 'checkpoint'; readonly step: number; readonly manifestSha256: string }
  | { readonly kind: 'sealed'; readonly sealed: SealedReport }
  | {
      readonly kind: 'regrouped';
      readonly n: number;
      readonly step: number;
      readonly standstillMs: number;
    }
  | { readonly kind: 'left'; readonly step: number }
  /** It, or its worker, was asked to end: it is to leave at a step boundary. */
  | { readonly kind: 'draining'; readonly reason: string }
  | { readonly kind: 'finished'; readonly stopped: boolean; readonly result?: JobResult }
  | { readonly kind: 'failed'; readonly failure: RankFailure };

/** What can happen to a job. */
export type JobInput =
  | {
      readonly kind: 'start';
      readonly generation: Generation;
      readonly ranks: readonly RankPlace[];
      readonly leftOut?: readonly string[];
      readonly passedOver?: readonly string[];
      readonly resumeFrom?: string;
    }
  | {
      readonly kind: 'report';
      readonly agentId: string;
      readonly attempt: number;
      readonly rank: number;
      readonly report: RankReport;
    }
  /** All live ranks of this agent are gone. */
  | { readonly kind: 'agent_lost'; readonly agentId: string; readonly message: string }
  /** One rank is known to be gone, or counts as gone, without a report of its own. */
  | {
      readonly kind: 'rank_lost';
      readonly attempt: number;
      readonly rank: number;
      readonly cause: ErrorView;
      readonly secondary?: boolean;
    }
  /** All ranks stop at the same step, with a checkpoint, and give their slots back; the job waits for its turn again. */
  | { readonly kind: 'yield'; readonly attempt: number; readonly reason: string }
  | { readonly kind: 'stop'; readonly attempt: number; readonly kill: boolean; readonly cause: ErrorView }
  /** Ranks for the running attempt; their numbers follow from it. */
  | { readonly kind: 'grow'; readonly attempt: number; readonly places: readonly Omit<RankPlace, 'rank'>[] }
  /** Within what the document allows; the caller has checked. */
  | { readonly kind: 'scale'; readonly workers: number }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'pause'; readonly reason: string }
  /** The attempt makes room for a more urgent job, and the job waits again. */
  | {
      readonly kind: 'preempt';
      readonly attempt: number;
      readonly forJob: string;
      readonly reason: string;
    }
  /** The attempt is left so many ranks; without a number as many as the job wants. */
  | { readonly kind: 'allot'; readonly attempt: number; readonly workers?: number; readonly reason: string }
  /** A rank has become much slower than the others, or (without `slow`) is so no more. */
  | { readonly kind: 'pace'; readonly attempt: number; readonly rank: number; readonly slow?: SlowRank }
  /** What ranks need for a shard, in milliseconds: sharing the shards accordingly is worth while. */
  | {
      readonly kind: 'speeds';
      readonly attempt: number;
      readonly shardMs: readonly { readonly rank: number; readonly ms: number }[];
    }
  | { readonly kind: 'resume' }
  | { readonly kind: 'adopted'; readonly attempt: number; readonly epoch: number };
