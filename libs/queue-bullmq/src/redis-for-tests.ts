import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { LIMITS, userPlaces } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

type Environment = Readonly<Record<string, string | undefined>>;

/** A real Redis with an append-only file in a directory of its own, that tests may kill, stop and start again. */
export interface TestRedis {
  readonly pid: number;
  connect(): Promise<Redis>;
  start(): Promise<void>;
  kill(): Promise<void>;
  end(): Promise<void>;
}

function redisBinary(env: Environment): string {
  const { cache } = userPlaces({ variables: env, platform: process.platform, userDirectory: homedir() });
  const onPath = (env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'redis-server'));
  for (const path of [...onPath, join(cache, 'redis', 'redis-server')]) {
    try {
      execFileSync(path, ['--version'], { stdio: 'ignore' });
      return path;
    } catch {
      continue;
    }
  }
  throw new TrainError('unavailable', 'these tests need a redis-server on PATH or from `npm run setup`');
}

export async function testRedis(env: Environment): Promise<TestRedis> {
  const binary = redisBinary(env);
  const directory = await mkdtemp(join(tmpdir(), 'rm-queue-'));
  await mkdir(join(directory, 'data'));
  const socket = join(directory, 'redis.sock');
  const connections: Redis[] = [];
  let child: ChildProcess | undefined;
  const connect = async () => {
    const redis = new Redis({
      path: socket,
      lazyConnect: true,
      commandTimeout: LIMITS.redisCommandMs,
      socketTimeout: 2 * LIMITS.redisCommandMs,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: null,
      retryStrategy: () => 100,
    });
    redis.on('error', () => undefined);
    connections.push(redis);
    await redis.connect();
    return redis;
  };
  const start = async () => {
    const args = [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--dir',
      join(directory, 'data'),
      '--appendonly',
      'yes',
    ];
    // `always`: with `everysec` a kill may lose what was acknowledged, and tests of the queue would test the disk.
    const durable = ['--appendfsync', 'always', '--save', '', '--daemonize', 'no'];
    child = spawn(binary, [...args, ...durable], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const chunk of child.stdout ?? [])
      if (String(chunk).includes('ready to accept connections')) break;
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    get pid() {
      return child?.pid ?? 0;
    },
    connect,
    start,
    kill,
    end: async () => {
      for (const redis of connections) redis.disconnect();
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
