import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import { connectRedis } from '@ringmaster/store';
import type { Cluster } from '../cluster.js';

type Client = Awaited<ReturnType<typeof connectRedis>>;

/** Commands to the cluster's private Redis, over a connection of our own. */
export async function withRedis<T>(cluster: Cluster, work: (redis: Client) => Promise<T>): Promise<T> {
  const dir = homeLayout(cluster.home).redisDir;
  const password = readFileSync(join(dir, 'password'), 'utf8').trim();
  const redis = await connectRedis(
    { socketPath: join(dir, 'redis.sock'), password },
    { logger: silentLogger, name: 'faults', onUnsafe: 'warn' },
  );
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
