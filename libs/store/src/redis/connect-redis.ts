import { Redis, type RedisOptions } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { MINIMUM_REDIS_VERSION, versionAtLeast } from './find-redis-server.js';
import { redisFailure } from './redis-failure.js';

/** Where Redis is: a URL (`redis://`, `rediss://`), or the unix socket of a private one. */
export type RedisTarget =
  | { readonly url: string }
  | {
      readonly socketPath: string;
      /** Default: Redis' `default` user. */
      readonly username?: string;
      readonly password: string;
    };

export interface ConnectRedisOptions {
  readonly logger: Logger;
  /** Shown in Redis' client list. */
  readonly name: string;
  /** What to do when Redis may lose acknowledged data: no append-only file, or an evicting memory policy. */
  readonly onUnsafe: 'refuse' | 'warn';
}

const READONLY_REPLICA = /^READONLY/;

function clientOptions(name: string) {
  return {
    lazyConnect: true,
    connectionName: name,
    connectTimeout: LIMITS.connectMs,
    commandTimeout: LIMITS.redisCommandMs,
    // Only counts while commands are in flight: a half-open connection is given up and made anew.
    socketTimeout: 2 * LIMITS.redisCommandMs,
    // Nothing is queued or repeated behind the caller's back: a command that got no answer fails, and its caller decides.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    // Never undefined: a client that gives up would stay in state `end` without telling anybody.
    retryStrategy: (attempt: number) => Math.min(25 * 2 ** Math.min(attempt, 10), LIMITS.redisReconnectMs),
    reconnectOnError: (error: Error) => READONLY_REPLICA.test(error.message),
  } satisfies RedisOptions;
}

/**
 * Connects, and checks that this Redis keeps what it acknowledges. The client reconnects for ever; while there is no
 * connection its commands fail at once, and without an answer they fail after `LIMITS.redisCommandMs`.
 * @throws TrainError `unavailable` | `unauthenticated` | `incompatible` (too old, or unsafe and `onUnsafe: 'refuse'`)
 */
export async function connectRedis(target: RedisTarget, options: ConnectRedisOptions): Promise<Redis> {
  const { logger, name } = options;
  const redis =
    'url' in target
      ? new Redis(target.url, clientOptions(name))
      : new Redis({
          ...clientOptions(name),
          path: target.socketPath,
          password: target.password,
          ...(target.username !== undefined && { username: target.username }),
        });
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => {
    if (lastError?.message !== error.message)
      logger.warn('redis connection failed', { error: error.message });
    lastError = error;
  });
  redis.on('ready', () => (lastError = undefined));
  try {
    await untilReady(redis, describeTarget(target));
    await checkServer(redis, options);
    return redis;
  } catch (cause) {
    redis.disconnect();
    throw redisFailure(cause, `connecting to Redis at ${describeTarget(target)}`);
  }
}

/** The target without its secrets, for messages. */
export function describeTarget(target: RedisTarget): string {
  if (!('url' in target)) return target.socketPath;
  if (!URL.canParse(target.url)) return 'an unreadable Redis URL';
  const url = new URL(target.url);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

const REFUSED = /^(NOAUTH|WRONGPASS)/;

function untilReady(redis: Redis, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastError = 'no answer';
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      redis.off('ready', ready);
      redis.off('error', failed);
      outcome();
    };
    const ready = () => settle(resolve);
    const failed = (error: Error) => {
      lastError = error.message;
      if (REFUSED.test(error.message)) settle(() => reject(error));
    };
    const timer = setTimeout(
      () =>
        settle(() =>
          reject(
            new TrainError(
              'unavailable',
              `Redis at ${place} was not ready within ${LIMITS.connectMs} ms (${lastError}); is it running?`,
            ),
          ),
        ),
      LIMITS.connectMs,
    );
    redis.once('ready', ready);
    redis.on('error', failed);
    // Its rejection repeats what the `error` event says, and the client goes on trying until our deadline.
    redis.connect().catch(() => undefined);
  });
}

async function checkServer(redis: Redis, options: ConnectRedisOptions): Promise<void> {
  const info = parseInfo(await redis.info());
  const version = info.get('redis_version') ?? '0';
  if (!versionAtLeast(version, MINIMUM_REDIS_VERSION))
    throw new TrainError(
      'incompatible',
      `Redis ${version} is too old; at least ${MINIMUM_REDIS_VERSION} is needed`,
    );
  const problems: string[] = [];
  if (info.get('aof_enabled') !== '1')
    problems.push('appendonly is off, so a crash of Redis loses jobs: set `appendonly yes`');
  const policy = info.get('maxmemory_policy');
  if (policy !== 'noeviction')
    problems.push(`maxmemory-policy is ${policy ?? 'unknown'}, so jobs may be evicted: set it to noeviction`);
  if (problems.length === 0) return;
  if (options.onUnsafe === 'refuse')
    throw new TrainError('incompatible', `Redis is not safe: ${problems.join('; ')}`);
  for (const problem of problems) options.logger.warn(`REDIS IS NOT SAFE: ${problem}`);
}

/** Fields of an INFO answer. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}
