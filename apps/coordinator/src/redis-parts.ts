import { join } from 'node:path';
import { type HomeLayout, LIMITS } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { bullJobQueue } from '@ringmaster/queue-bullmq';
import type { JobLog, JobQueue } from '@ringmaster/scheduling';
import {
  acquireLease,
  connectRedis,
  describeTarget,
  findRedisServer,
  type Lease,
  type PrivateRedis,
  type RedisTarget,
  redisJobLog,
  startPrivateRedis,
} from '@ringmaster/store';
import type { CoordinatorConfig } from './config.js';

/** Everything that stands on Redis. */
export interface RedisParts {
  readonly log: JobLog;
  readonly queue: JobQueue;
  readonly lease: Lease;
  /** Process id of the private Redis; 0 for somebody else's. */
  readonly pid: number;
  /** The server, for people; without secrets. */
  readonly description: Readonly<Record<string, unknown>>;
  /** @throws TrainError `unavailable` when Redis does not answer in time */
  ping(): Promise<void>;
  /** Lets the lease go and stops a private Redis, after it has written everything. */
  close(): Promise<void>;
}

export interface RedisPartsOptions {
  readonly config: CoordinatorConfig;
  readonly home: HomeLayout;
  /** Take the lease even when its last holder counts as alive: the process is known to be gone. */
  readonly force: boolean;
  /** The largest epoch that agents are known to have served; default 0. */
  readonly knownEpoch?: number;
  /** The log had to be rebuilt in Redis: the queue is probably gone too. */
  readonly onRebuilt: () => void;
  /** Ends the waiting of a standby. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Opens Redis, takes the lease, and opens log and queue under it. What was opened is closed again when a later part fails. */
export async function openRedisParts(options: RedisPartsOptions): Promise<RedisParts> {
  const { config, home, logger } = options;
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse())
      await step().catch((error: unknown) => logger.warn('closing failed', { error: String(error) }));
  };
  try {
    const { target, server } = await openTarget(options, undo);
    const redis = await connectRedis(target, { logger, name: 'ringmaster-coordinator', onUnsafe: 'warn' });
    undo.push(async () => redis.disconnect());
    const { force, signal, knownEpoch = 0 } = options;
    const waitMs = config.standby ? Infinity : 2 * LIMITS.leaseMs;
    const asked = { force, signal, waitMs, knownEpoch };
    const lease = await acquireLease({ redis, mirrorDir: home.logDir, ...asked, logger });
    undo.push(() => lease.release());
    const log = await redisJobLog({
      redis,
      mirrorDir: home.logDir,
      lease,
      logger,
      onRebuilt: options.onRebuilt,
    });
    undo.push(() => log.close());
    const queue = await bullJobQueue({ redis, takeOver: true, logger });
    undo.push(() => queue.close());
    return {
      log,
      queue,
      lease,
      get pid() {
        return server?.pid ?? 0;
      },
      description: { target: describeTarget(target), private: config.redisUrl === undefined },
      ping: async () => {
        await redis.ping().catch((cause: unknown) => {
          throw new TrainError('unavailable', 'Redis does not answer', { cause });
        });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openTarget(
  { config, home, logger }: RedisPartsOptions,
  undo: (() => Promise<void>)[],
): Promise<{ readonly target: RedisTarget; readonly server?: PrivateRedis }> {
  if (config.redisUrl !== undefined) return { target: { url: config.redisUrl } };
  const { path: binary } = await findRedisServer(
    config.redisBinary !== undefined
      ? { binary: config.redisBinary }
      : { searchPath: config.searchPath, candidates: [join(config.cacheDir, 'redis', 'redis-server')] },
  );
  const server = await startPrivateRedis({ dir: home.redisDir, binary, logger });
  undo.push(() => server.stop());
  return { target: server, server };
}
