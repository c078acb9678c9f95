import type { Logger } from '@ringmaster/core';
import { TrainError } from '@ringmaster/core';
import { type LogHomes, type LogLease, type LogTail, rewriteInRedis } from './log-homes.js';
import { encodeRecord } from './log-record.js';

/** Places between the writes of one append where a test may let the process "die" by throwing. */
export type LogFailpoint = 'before-redis' | 'after-redis' | 'half-mirror' | 'after-mirror';

export interface LogWriterOptions {
  readonly homes: LogHomes;
  readonly lease: LogLease;
  readonly logger: Logger;
  /** Number of durable records per job; the writer moves it on. */
  readonly durable: Map<string, number>;
  readonly onRebuilt?: () => void;
  readonly failpoint?: (point: LogFailpoint) => void;
}

/** Writes to both homes of the log; calls must not overlap. */
export interface LogWriter {
  /** Durable when it resolves; when it fails, the durable records are what they were. */
  write(tails: readonly LogTail[]): Promise<void>;
  /** Fills Redis from the mirror. */
  restore(): Promise<void>;
}

export function logWriter({ homes, lease, logger, durable, ...options }: LogWriterOptions): LogWriter {
  const reach = (point: LogFailpoint) => options.failpoint?.(point);

  async function restore(): Promise<void> {
    for (const [jobId, { records }] of await homes.mirror.load())
      await rewriteInRedis(homes.redis, jobId, { lines: records.map(encodeRecord), from: 0 });
    logger.warn('the job log in Redis was rebuilt from its mirror', { jobs: durable.size });
    options.onRebuilt?.();
  }

  async function write(tails: readonly LogTail[]): Promise<void> {
    reach('before-redis');
    if ((await homes.redis.append(tails)) === 'lost') {
      await lease.renew();
      await restore();
      if ((await homes.redis.append(tails)) === 'lost')
        throw new TrainError('unavailable', 'Redis loses the job log again and again; see its log');
    }
    reach('after-redis');
    await homes.mirror.append(tails, options.failpoint && (() => reach('half-mirror')));
    for (const { jobId, durable: before, lines } of tails) durable.set(jobId, before + lines.length);
    reach('after-mirror');
  }

  return { write, restore };
}
