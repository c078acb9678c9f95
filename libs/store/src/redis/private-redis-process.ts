import { spawn } from 'node:child_process';
import { appendFile, open, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { writeFileDurably } from '../durable-files.js';
import { parseInfo } from './connect-redis.js';
import { passwordRule, type PrivateRedisFiles, USER_RULES } from './private-redis-files.js';
import {
  isAlive,
  isSameProcess,
  type StartedProcess,
  startedProcess,
} from '../processes/process-identity.js';
import { commandLine } from './command-line.js';

const POLL_MS = 25;

export interface RunningRedis {
  readonly identity: StartedProcess;
  readonly adopted: boolean;
}

/**
 * Finds the Redis that serves this directory. Undefined means that none runs; one that lives but does not answer
 * (stopped, or still loading) is waited for, and is never replaced by a second one.
 */
export async function adoptRedis(files: PrivateRedisFiles): Promise<RunningRedis | undefined> {
  const deadline = performance.now() + LIMITS.redisStartMs;
  for (;;) {
    const answering = await probe(files);
    if (answering !== undefined) {
      await admitUser(files);
      return { identity: startedProcess(answering), adopted: true };
    }
    const pid = await recordedPid(files);
    if (pid === undefined) return undefined;
    if (performance.now() > deadline)
      throw new TrainError(
        'unavailable',
        `Redis process ${pid} of ${files.directory} lives but does not answer; continue it (kill -CONT ${pid}) or end it`,
      );
    await pause(POLL_MS);
  }
}

/** Spawns Redis in a session of its own and waits until it has loaded its data. */
export async function launchRedis(files: PrivateRedisFiles, binary: string): Promise<RunningRedis> {
  await rm(files.socketPath, { force: true });
  const output = await open(files.logPath, 'a', 0o600);
  const child = spawn(binary, [files.configPath], {
    cwd: files.dataDir,
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    env: {},
  });
  const spawned = new Promise<never>((_, reject) => child.once('error', reject));
  spawned.catch(() => undefined);
  let exit: string | undefined;
  child.once('exit', (code, signal) => (exit = signal ?? `exit code ${code}`));
  child.unref();
  await output.close();
  const pid = child.pid;
  if (pid === undefined) return spawned;
  await writeFileDurably(files.pidPath, `${pid}\n`);
  const deadline = performance.now() + LIMITS.redisStartMs;
  while ((await probe(files)) !== pid) {
    if (exit !== undefined)
      throw new TrainError(
        'unavailable',
        `redis-server ended at once (${exit}): ${await lastLines(files.logPath)}`,
      );
    if (performance.now() > deadline) {
      process.kill(pid, 'SIGKILL');
      throw new TrainError(
        'unavailable',
        `redis-server ${pid} did not answer within ${LIMITS.redisStartMs} ms: ${await lastLines(files.logPath)}`,
      );
    }
    await pause(POLL_MS);
  }
  return { identity: startedProcess(pid), adopted: false };
}

/** One that an earlier release started knows nothing of the coordinator's user. */
async function admitUser(files: PrivateRedisFiles): Promise<void> {
  const { username, password } = files.login;
  await ask(files, async (redis) => {
    if ((await redis.acl('GETUSER', username)) !== null) return;
    await redis.acl('SETUSER', username, 'on', passwordRule(password), ...USER_RULES);
  });
}

/** SHUTDOWN, which writes the append-only file out; then SIGTERM, then SIGKILL, each after `LIMITS.stopGraceMs`. */
export async function shutDownRedis(files: PrivateRedisFiles, identity: StartedProcess): Promise<void> {
  const isThere = () => isSameProcess(identity.pid, identity.startedAt);
  // Redis closes the connection instead of answering, so only the end of the process tells success.
  await ask(files, (redis) => redis.shutdown('NOSAVE')).catch(() => undefined);
  for (const signal of [undefined, 'SIGTERM', 'SIGKILL'] as const) {
    if (signal !== undefined && isThere()) process.kill(identity.pid, signal);
    const deadline = performance.now() + LIMITS.stopGraceMs;
    while (isThere()) {
      if (performance.now() > deadline) break;
      await pause(POLL_MS);
    }
    if (!isThere()) break;
    await appendFile(files.logPath, `ringmaster: process ${identity.pid} is slow to end\n`);
  }
  await rm(files.pidPath, { force: true });
  await rm(files.socketPath, { force: true });
}

/** The process id of the Redis behind our socket, if it accepts our password and keeps its data in our directory. */
async function probe(files: PrivateRedisFiles): Promise<number | undefined> {
  return ask(files, async (redis) => {
    const pid = Number(parseInfo(await redis.info('server')).get('process_id'));
    const loading = parseInfo(await redis.info('persistence')).get('loading');
    return loading === '0' && Number.isInteger(pid) ? pid : undefined;
  }).catch(() => undefined);
}

async function ask<T>(files: PrivateRedisFiles, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    path: files.socketPath,
    password: files.password,
    lazyConnect: true,
    connectTimeout: LIMITS.redisCommandMs,
    commandTimeout: LIMITS.redisCommandMs,
    enableReadyCheck: false,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

/** The recorded process, if it lives and works in our data directory: an id alone may belong to anybody by now. */
async function recordedPid(files: PrivateRedisFiles): Promise<number | undefined> {
  const pid = Number(await readFile(files.pidPath, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  const isOurs =
    workingDirectory === undefined
      ? (await commandLine(pid)).includes('redis-server')
      : workingDirectory === (await realpath(files.dataDir));
  return isOurs ? pid : undefined;
}

async function lastLines(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join(' | ') || 'it wrote no log';
}
