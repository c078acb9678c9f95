import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { userPlaces } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import { connectRedis } from './connect-redis.js';
import { findRedisServer } from './find-redis-server.js';
import { type PrivateRedis, startPrivateRedis } from './private-redis.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The real server that tests run against: on PATH, else where `npm run setup` unpacked one. */
export async function redisBinary(env: Environment): Promise<string> {
  const { cache } = userPlaces({ variables: env, platform: process.platform, userDirectory: homedir() });
  const found = await findRedisServer({
    searchPath: env.PATH ?? '',
    candidates: [join(cache, 'redis', 'redis-server')],
  });
  return found.path;
}

export interface TestRedis {
  readonly server: PrivateRedis;
  readonly directory: string;
  /** As the user that may do everything: tests wipe and configure the server. */
  connect(): Promise<Redis>;
  /** Closes every connection, ends the server by its id and removes the directory. */
  end(): Promise<void>;
}

/** A private Redis in a directory of its own below the temporary one. */
export async function testRedis(env: Environment): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'rm-test-'));
  const binary = await redisBinary(env);
  const server = await startPrivateRedis({ dir: join(directory, 'redis'), binary, logger: silentLogger });
  const { socketPath } = server;
  const password = await readFile(join(directory, 'redis', 'password'), 'utf8');
  const connections: Redis[] = [];
  return {
    server,
    directory,
    connect: async () => {
      const redis = await connectRedis(
        { socketPath, password },
        { logger: silentLogger, name: 'test', onUnsafe: 'refuse' },
      );
      connections.push(redis);
      return redis;
    },
    end: async () => {
      for (const redis of connections) redis.disconnect();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
