import type { ResolvedJob } from '@ringmaster/contracts';
import type { Tenant } from './quotas.js';

/** A job that wants slots. */
export interface WaitingJob extends Tenant {
  readonly jobId: string;
  /** Smaller is more urgent. */
  readonly priority: number;
  /** `max` is what is wanted now. */
  readonly workers: ResolvedJob['workers'];
  readonly shards: number;
  /** What each rank needs of its host's memory; default: nothing. */
  readonly memoryBytes?: number;
  /** It runs only where agents allow code; default: everywhere. */
  readonly bringsCode?: boolean;
  /** All the time that it has waited in its life. */
  readonly waitedMs: number;
  /** How long it will run at most, or probably; absent: nobody knows. */
  readonly durationMs?: number;
}

/** Where one rank of a running job is. */
export interface HeldSlot {
  readonly agentId: string;
  readonly slot: number;
}

/** A job that holds slots. */
export interface RunningJob extends Tenant {
  readonly jobId: string;
  readonly priority: number;
  /** All the time that it has waited in its life. */
  readonly waitedMs: number;
  /** Fewer ranks make it wait. */
  readonly min: number;
  /** How many ranks it could use. */
  readonly wanted: number;
  /** Its live ranks; when it gets smaller the last ones leave. */
  readonly slots: readonly HeldSlot[];
  /** Ranks that are on their way out: of a job that stops, all of them, and none is left in `slots`. */
  readonly leaving: readonly HeldSlot[];
  /** What each rank was promised of its host's memory; default: nothing. */
  readonly memoryBytes?: number;
  /** It can stop with a checkpoint now. */
  readonly canStop: boolean;
  /** It can give ranks up and go on now. */
  readonly canShrink: boolean;
  /** Time until its end, at most or probably; absent: nobody knows. */
  readonly endsInMs?: number;
  /** What starting it once more takes. */
  readonly restartMs: number;
}

/** Two jobs in the order in which they are served: by priority, of which waiting makes up for some, then by age. */
export interface Ranked {
  readonly jobId: string;
  readonly priority: number;
  readonly waitedMs: number;
}

/** Smaller is served sooner. It stays the same while a job waits, and grows with the time that it runs. */
export const rankOf = ({ priority, waitedMs }: Omit<Ranked, 'jobId'>, agingMs: number): number =>
  priority * agingMs - waitedMs;

/** Negative when `a` is served before `b`. */
export const compareRanked = (a: Ranked, b: Ranked, agingMs: number): number =>
  rankOf(a, agingMs) - rankOf(b, agingMs) || a.priority - b.priority || (a.jobId < b.jobId ? -1 : 1);
