import { LIMITS } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import type { StoredLog } from './log-record.js';

/** Records of one job. */
export interface LogLines {
  readonly jobId: string;
  readonly lines: readonly string[];
}

/** Records that follow the `durable` ones of a job. */
export interface LogTail extends LogLines {
  readonly durable: number;
}

/** The log's home in Redis, written only under the lease. */
export interface RedisLog {
  load(): Promise<ReadonlyMap<string, StoredLog>>;
  /** How many jobs Redis knows a log of. */
  jobs(): Promise<number>;
  /** `lost`: Redis holds less than was acknowledged, or has forgotten the lease. @throws TrainError `fenced` | `unavailable` */
  append(tails: readonly LogTail[]): Promise<'ok' | 'lost'>;
}

export interface MirroredLog extends StoredLog {
  /** What follows the last good record: half a line of an append that never ended, or bytes that went bad. */
  readonly damage?: 'torn' | 'corrupt';
}

/** The log's second home: on disk, every append synced before it counts. */
export interface LogMirror {
  load(): Promise<ReadonlyMap<string, MirroredLog>>;
  /**
   * All durable when it resolves, none when it fails; calls do not overlap. What an earlier failed append may have left
   * behind the good bytes is overwritten.
   */
  append(tails: readonly LogLines[], failpoint?: () => void): Promise<void>;
  /** Replaces a job's file; the old one is kept beside it as `<jobId>.jsonl.damaged`. */
  replace(jobId: string, lines: readonly string[]): Promise<void>;
}

export interface LogHomes {
  readonly redis: RedisLog;
  readonly mirror: LogMirror;
  /** Where the log of a job lies in both, for people. */
  readonly placesOf: (jobId: string) => readonly string[];
  readonly logger: Logger;
}

/** What the log needs to know of being the coordinator. */
export interface LogLease {
  /** Fencing number. */
  readonly epoch: number;
  /** Shows a sign of life now. */
  renew(): Promise<unknown>;
  /** Calls back after Redis had lost the lease and got it again; the result ends that. */
  onRestored(listener: () => void): () => void;
}

/** Writes a job's log to Redis from record `from` on, in pieces that no script call chokes on. */
export async function rewriteInRedis(
  log: RedisLog,
  jobId: string,
  { lines, from }: { lines: readonly string[]; from: number },
): Promise<void> {
  for (let at = from; at === from || at < lines.length; at += LIMITS.logBatchRecords) {
    const outcome = await log.append([
      { jobId, durable: at, lines: lines.slice(at, at + LIMITS.logBatchRecords) },
    ]);
    if (outcome !== 'ok')
      throw new TrainError(
        'unavailable',
        `Redis lost the log of job ${jobId} while it was being written; try again`,
      );
  }
}
