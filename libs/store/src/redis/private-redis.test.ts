import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@ringmaster/core';
import { connectRedis } from './connect-redis.js';
import { startPrivateRedis, type PrivateRedis } from './private-redis.js';
import { isAlive } from '../processes/process-identity.js';
import { redisBinary } from './redis-for-tests.js';

let directory: string;
let started: PrivateRedis[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rm-private-'));
  started = [];
});
afterEach(async () => {
  for (const redis of started) redis.release();
  for (const redis of started) await redis.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(dir = join(directory, 'redis')): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({
    dir,
    binary: await redisBinary(process.env),
    logger: silentLogger,
  });
  started.push(redis);
  return redis;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('the condition did not come true');
    await pause(25);
  }
}

const connect = (redis: PrivateRedis) =>
  connectRedis(redis, { logger: silentLogger, name: 'test', onUnsafe: 'refuse' });

/** As the user that may do everything. */
const connectAdmin = async ({ socketPath }: PrivateRedis) =>
  connectRedis(
    { socketPath, password: await readFile(join(directory, 'redis', 'password'), 'utf8') },
    { logger: silentLogger, name: 'admin', onUnsafe: 'refuse' },
  );

describe('startPrivateRedis', () => {
  it('keeps everything private: directory, password, socket, no TCP port', async () => {
    const redis = await start();
    expect((await stat(join(directory, 'redis'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'redis', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'redis', 'redis.conf'))).mode & 0o777).toBe(0o600);
    expect((await stat(redis.socketPath)).mode & 0o077).toBe(0);
    expect(await readFile(`/proc/${redis.pid}/cmdline`, 'utf8')).not.toContain(redis.password);
    const client = await connectAdmin(redis);
    expect(await client.config('GET', 'port')).toEqual(['port', '0']);
    client.disconnect();
    const stranger = connectRedis(
      { socketPath: redis.socketPath, password: 'wrong' },
      { logger: silentLogger, name: 'stranger', onUnsafe: 'warn' },
    );
    await expect(stranger).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('the user of the coordinator works on keys of ours, and touches nothing else', async () => {
    const client = await connect(await start());
    expect(await client.set('ringmaster:x', '1')).toBe('OK');
    expect(await client.eval('return redis.call("GET", KEYS[1])', 1, 'ringmaster:x')).toBe('1');
    const refused = [
      ['SET', 'other', '1'],
      ['EVAL', 'return redis.call("GET", KEYS[1])', '1', 'other'],
      ['EVAL', 'return redis.call("FLUSHALL")', '0'],
      ['FLUSHALL'],
      ['KEYS', '*'],
      ['CONFIG', 'GET', '*'],
      ['CONFIG', 'SET', 'dir', '/tmp'],
      ['SAVE'],
      ['SHUTDOWN', 'NOSAVE'],
      ['DEBUG', 'SLEEP', '1'],
      ['MONITOR'],
      ['REPLICAOF', '127.0.0.1', '1'],
      ['ACL', 'LIST'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['MODULE', 'LIST'],
      ['PUBLISH', 'any', 'x'],
    ] as const;
    for (const [command, ...args] of refused)
      await expect(client.call(command, ...args), command).rejects.toThrow(/NOPERM|can't (run|access)/);
    client.disconnect();
  });

  it('one that an earlier release started learns of that user when it is adopted', async () => {
    const first = await start();
    const admin = await connectAdmin(first);
    await admin.acl('DELUSER', 'ringmaster');
    admin.disconnect();
    first.release();
    const client = await connect(await start());
    expect(await client.set('ringmaster:x', '1')).toBe('OK');
    client.disconnect();
  });

  it('adopts what runs on the directory, also when many start at once', async () => {
    const all = await Promise.all([start(), start(), start()]);
    expect(new Set(all.map((redis) => redis.pid)).size).toBe(1);
    expect(all.filter((redis) => !redis.adopted)).toHaveLength(1);
    const later = await start();
    expect(later.adopted).toBe(true);
    expect(later.pid).toBe(all[0]?.pid);
  });

  it('starts it again after SIGKILL, with its data', async () => {
    const redis = await start();
    const client = await connectAdmin(redis);
    // With `everysec` a write may still be held back when the kill comes; this test is about starting again.
    await client.config('SET', 'appendfsync', 'always');
    await client.set('kept', 'yes');
    const first = redis.pid;
    process.kill(first, 'SIGKILL');
    await until(() => redis.pid !== first);
    await until(() => client.status === 'ready');
    expect(await client.get('kept')).toBe('yes');
    client.disconnect();
  });

  it('outlives its watcher and ends with stop()', async () => {
    const first = await start();
    first.release();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid });
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect((await start()).adopted).toBe(false);
  });

  it('never starts a second one beside one that is only stopped', async () => {
    const first = await start();
    first.release();
    process.kill(first.pid, 'SIGSTOP');
    const second = start();
    await pause(2_500);
    process.kill(first.pid, 'SIGCONT');
    expect(await second).toMatchObject({ adopted: true, pid: first.pid });
  });

  it('serves a directory whose path is too long for a socket', async () => {
    const deep = join(directory, 'x'.repeat(60), 'y'.repeat(60));
    await mkdir(deep, { recursive: true });
    const redis = await start(deep);
    expect(Buffer.byteLength(redis.socketPath)).toBeLessThan(104);
    const again = await start(deep);
    expect(again).toMatchObject({ adopted: true, socketPath: redis.socketPath });
    redis.release();
    await again.stop();
    await rm(join(redis.socketPath, '..'), { recursive: true, force: true });
  });

  it('says why a broken data directory does not start', async () => {
    await mkdir(join(directory, 'redis', 'data'), { recursive: true });
    await writeFile(join(directory, 'redis', 'data', 'appendonly.aof'), 'this is no append-only file\n');
    await expect(start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/ended at once.*[Bb]ad file format/s),
    });
  });
});
