import { type Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { queueFailure, within } from './queue-failure.js';
import { SCRIPT_KEYS, type ScriptAnswer } from './queue-scripts.js';

export const QUEUE_NAME = 'jobs';

/** BullMQ's two halves over connections of their own, and the raw keys that both work on. */
export interface BullConnection {
  readonly queue: Queue;
  readonly worker: Worker;
  /** Only for commands that BullMQ has none for. */
  readonly redis: Redis;
  /** Does the worker's own connection answer? */
  probe(): Promise<void>;
  /** What is stored with a job (undefined when there is none, or when it is no JSON), and its place among the waiting ones. */
  lookUp(id: string): Promise<{ readonly data: unknown; readonly score: number | undefined }>;
  script(lua: string, id: string, args: readonly (string | number)[]): Promise<ScriptAnswer>;
  close(): Promise<void>;
}

export interface BullConnectionOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly logger: Logger;
}

/** A command fails when Redis is away or silent; nothing is queued or repeated behind its caller's back. */
const CLIENT_OPTIONS = {
  connectTimeout: LIMITS.connectMs,
  commandTimeout: LIMITS.redisCommandMs,
  socketTimeout: 2 * LIMITS.redisCommandMs,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // BullMQ insists on it for its blocking connection.
  maxRetriesPerRequest: null,
};

/**
 * Opens queue and worker on fresh duplicates of `redis`. The worker has no processor: it hands jobs out by `getNextJob`,
 * and looks for jobs whose lock ran out.
 * @throws TrainError `unavailable`
 */
export async function openBull({
  redis: original,
  prefix,
  logger,
}: BullConnectionOptions): Promise<BullConnection> {
  const redis = original.duplicate(CLIENT_OPTIONS);
  const workerRedis = original.duplicate(CLIENT_OPTIONS);
  const clients = [redis, workerRedis];
  for (const client of clients) client.on('error', () => undefined);
  const queue = new Queue(QUEUE_NAME, {
    connection: redis,
    prefix,
    streams: { events: { maxLen: LIMITS.queueEndedJobs } },
  });
  const worker = new Worker(QUEUE_NAME, null, {
    connection: workerRedis,
    prefix,
    autorun: false,
    lockDuration: LIMITS.queueLockMs,
    stalledInterval: LIMITS.queueLockMs,
    // A job that was held by a coordinator that died is adopted, however often that happens.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  const failed = (error: Error) => logger.debug('queue connection', { error: error.message });
  queue.on('error', failed);
  worker.on('error', failed);
  const close = async () => {
    const polite = Promise.allSettled([worker.close(true), queue.close()]);
    await within(LIMITS.redisCommandMs, 'closing the queue', polite).catch(() => undefined);
    for (const client of clients) client.disconnect();
    await within(LIMITS.redisCommandMs, 'closing the queue', worker.disconnect()).catch(() => undefined);
  };
  try {
    await within(
      LIMITS.connectMs,
      'connecting the queue to Redis',
      Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]),
    );
    await worker.startStalledCheckTimer();
  } catch (cause) {
    await close();
    throw queueFailure(cause, 'connecting the queue to Redis');
  }
  return {
    queue,
    worker,
    redis,
    probe: async () => {
      if (workerRedis.status === 'end' || redis.status === 'end')
        throw new TrainError('unavailable', 'a connection of the queue has ended for good');
      await workerRedis.ping();
    },
    lookUp: async (id) => {
      const [text, score] = await Promise.all([
        redis.hget(queue.toKey(id), 'data'),
        redis.zscore(queue.toKey('prioritized'), id),
      ]);
      return { data: fromJson(text), score: score === null ? undefined : Number(score) };
    },
    script: async (lua, id, args) => {
      const keys = [
        ...SCRIPT_KEYS.map((key) => queue.toKey(key)),
        queue.toKey(id),
        `${queue.toKey(id)}:lock`,
      ];
      return (await redis.eval(lua, keys.length, ...keys, id, ...args)) as ScriptAnswer;
    },
    close,
  };
}

function fromJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** Job type with nothing known about its data: it is read back from Redis, and parsed before it is trusted. */
export type BullJob = Job<unknown, unknown, string>;
