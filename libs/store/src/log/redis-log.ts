import type { Redis } from 'ioredis';
import { type Logger, TrainError } from '@ringmaster/core';
import {
  decodeRecords,
  isLoggableJobId,
  type LogTail,
  type RedisLog,
  type StoredLog,
} from '@ringmaster/scheduling';
import { type Lease, leaseKey } from '../redis/lease.js';
import { runScript } from '../redis/lua-script.js';
import { redisFailure } from '../redis/redis-failure.js';
import { appendScript } from './append-script.js';

const READ_TOGETHER = 100;

/** The list with the records of a job. */
export const logKey = (prefix: string, jobId: string): string => `${prefix}:log:${jobId}`;

export function openRedisLog({
  redis,
  lease,
  logger,
}: {
  redis: Redis;
  lease: Lease;
  logger: Logger;
}): RedisLog {
  const jobsKey = `${lease.prefix}:logged-jobs`;
  const listKey = (jobId: string) => logKey(lease.prefix, jobId);
  let appends = 0;

  async function append(tails: readonly LogTail[]): Promise<'ok' | 'lost'> {
    const keys = [leaseKey(lease.prefix), jobsKey, ...tails.map((tail) => listKey(tail.jobId))];
    const perJob = tails.flatMap(({ jobId, durable, lines }) => [jobId, durable, lines.length, ...lines]);
    const [outcome, detail, by] = await runScript(redis, appendScript, keys, [
      lease.epoch,
      lease.holder,
      ++appends,
      ...perJob,
    ]);
    if (outcome === 'ok') return 'ok';
    if (outcome === 'absent' || outcome === 'behind') {
      logger.error('Redis has lost acknowledged records of the job log', { jobId: detail });
      return 'lost';
    }
    if (outcome === 'fenced')
      throw new TrainError(
        'fenced',
        `epoch ${lease.epoch} is over: ${by} is the coordinator, epoch ${detail}; this process must stop`,
      );
    throw new TrainError('unavailable', `Redis answered an append with "${outcome}"; repeat it`);
  }

  async function load(): Promise<ReadonlyMap<string, StoredLog>> {
    try {
      const jobIds = (await redis.smembers(jobsKey)).sort();
      const logs = new Map<string, StoredLog>();
      for (let at = 0; at < jobIds.length; at += READ_TOGETHER) {
        const some = jobIds.slice(at, at + READ_TOGETHER).filter((jobId) => {
          if (isLoggableJobId(jobId)) return true;
          logger.error('Redis lists a job with an impossible id; ignored', { jobId });
          return false;
        });
        const lists = await Promise.all(some.map((jobId) => redis.lrange(listKey(jobId), 0, -1)));
        some.forEach((jobId, i) => logs.set(jobId, decodeRecords(jobId, lists[i] ?? [])));
      }
      return logs;
    } catch (cause) {
      throw redisFailure(cause, 'reading the job log');
    }
  }

  const jobs = () =>
    redis.scard(jobsKey).catch((cause: unknown) => {
      throw redisFailure(cause, 'counting the job logs');
    });
  return { load, jobs, append };
}
