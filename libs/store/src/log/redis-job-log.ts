import type { Redis } from 'ioredis';
import type { Logger } from '@ringmaster/core';
import { durableJobLog, type JobLog, type LogFailpoint } from '@ringmaster/scheduling';
import type { Lease } from '../redis/lease.js';
import { mirrorPath, openLogMirror } from './log-mirror.js';
import { logKey, openRedisLog } from './redis-log.js';

export interface RedisJobLogOptions {
  readonly redis: Redis;
  /** Directory of `<jobId>.jsonl`; `homeLayout(root).logDir`. */
  readonly mirrorDir: string;
  readonly lease: Lease;
  readonly logger: Logger;
  /** Called after a Redis that had lost the log was filled again from the mirror: its queue is probably gone too. */
  readonly onRebuilt?: () => void;
  readonly failpoint?: (point: LogFailpoint) => void;
}

/**
 * The job log ({@link durableJobLog}) in Redis with its mirror on this machine's disk.
 * @throws TrainError `unavailable` | `fenced` when opening
 */
export async function redisJobLog(options: RedisJobLogOptions): Promise<JobLog> {
  const homes = {
    redis: openRedisLog(options),
    mirror: await openLogMirror(options.mirrorDir),
    placesOf: (jobId: string) => [
      mirrorPath(options.mirrorDir, jobId),
      `Redis key ${logKey(options.lease.prefix, jobId)}`,
    ],
    logger: options.logger,
  };
  return durableJobLog({ ...options, homes });
}
