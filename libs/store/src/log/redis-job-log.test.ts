import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Redis } from 'ioredis';
import { type Logger, silentLogger } from '@ringmaster/core';
import type { JobLog } from '@ringmaster/scheduling';
import { jobEvent, jobLogContract } from '@ringmaster/testkit';
import { acquireLease, type Lease } from '../redis/lease.js';
import { testRedis, type TestRedis } from '../redis/redis-for-tests.js';
import type { LogFailpoint } from '@ringmaster/scheduling';
import { redisJobLog } from './redis-job-log.js';

let server: TestRedis;
let redis: Redis;
let mirrorDir: string;
let places = 0;
let leases: Lease[];
beforeAll(async () => {
  server = await testRedis(process.env);
});
afterAll(() => server.end());
beforeEach(async () => {
  redis = await server.connect();
  await redis.flushall();
  mirrorDir = join(server.directory, `mirror-${places++}`);
  leases = [];
});
afterEach(async () => {
  for (const lease of leases) await lease.release();
});

interface Opening {
  logger?: Logger;
  failpoint?: (point: LogFailpoint) => void;
  onRebuilt?: () => void;
}
async function open(o: Opening = {}): Promise<JobLog> {
  const lease = await acquireLease({ redis, mirrorDir, force: true, logger: silentLogger });
  leases.push(lease);
  return redisJobLog({ redis, mirrorDir, lease, logger: silentLogger, ...o });
}

const seqs = async (log: JobLog, jobId = 'job-aaaa') =>
  (await log.load()).get(jobId)?.map((event) => event.seq);
const file = (jobId = 'job-aaaa') => join(mirrorDir, `${jobId}.jsonl`);
const collect = () => {
  const messages: string[] = [];
  const note = (message: string) => void messages.push(message);
  return { messages, logger: { ...silentLogger, warn: note, error: note } satisfies Logger };
};

jobLogContract('redis with mirror', async () => ({ open, end: async () => undefined }));

describe('redisJobLog', () => {
  it('fences a predecessor for good', async () => {
    const old = await open();
    await old.append([jobEvent('job-aaaa', 0)]);
    const successor = await open();
    await expect(old.append([jobEvent('job-aaaa', 1)])).rejects.toMatchObject({ code: 'fenced' });
    await successor.append([jobEvent('job-aaaa', 1)]);
    expect(await readFile(file(), 'utf8')).toMatch(/^(.*\n){2}$/);
  });

  it.each([
    ['before-redis', [0]],
    ['after-redis', [0, 1]],
    ['half-mirror', [0, 1]],
    ['after-mirror', [0, 1]],
  ] as const)('agrees with itself after dying %s', async (point, expected) => {
    let armed = false;
    const die = (reached: LogFailpoint) => {
      if (armed && reached === point) throw new Error('died here');
    };
    const first = await open({ failpoint: die });
    await first.append([jobEvent('job-aaaa', 0)]);
    armed = true;
    await expect(first.append([jobEvent('job-aaaa', 1)])).rejects.toThrow('died here');
    const second = await open();
    expect(await seqs(second)).toEqual(expected);
    await second.append([jobEvent('job-aaaa', expected.length)]);
    await redis.flushall();
    expect(await seqs(await open())).toEqual([...expected, expected.length]);
    await rm(mirrorDir, { recursive: true });
    expect(await seqs(await open())).toEqual([...expected, expected.length]);
  });

  it('goes on in the same process after a write to the mirror failed', async () => {
    let armed = true;
    const log = await open({
      failpoint: (point) => {
        if (armed && point === 'half-mirror') throw new Error('no space');
      },
    });
    await expect(log.append([jobEvent('job-aaaa', 0, { try: 1 })])).rejects.toThrow('no space');
    armed = false;
    await log.append([jobEvent('job-aaaa', 0, { try: 2 })]);
    const events = (await (await open()).load()).get('job-aaaa');
    expect(events?.map((event) => event.data)).toEqual([{ try: 2 }]);
  });

  it('fails within 2 s while Redis is stopped, and a command that it carries out late changes nothing', async () => {
    const log = await open();
    await log.append([jobEvent('job-aaaa', 0)]);
    process.kill(server.server.pid, 'SIGSTOP');
    const started = performance.now();
    const results = await Promise.allSettled([
      log.append([jobEvent('job-aaaa', 1, { late: true })]),
      log.append([jobEvent('job-aaaa', 2)]),
      log.append([jobEvent('job-bbbb', 0)]),
    ]).finally(() => process.kill(server.server.pid, 'SIGCONT'));
    const elapsed = performance.now() - started;
    expect(results.map((r) => r.status === 'rejected' && (r.reason as { code: string }).code)).toEqual(
      Array.from({ length: 3 }, () => 'unavailable'),
    );
    expect(elapsed).toBeLessThan(2_000);
    await expect.poll(() => redis.ping().catch(() => ''), { timeout: 10_000 }).toBe('PONG');
    await log.append([jobEvent('job-aaaa', 1, { late: false })]);
    const events = (await (await open()).load()).get('job-aaaa');
    expect(events?.[1]?.data).toEqual({ late: false });
    expect(events).toHaveLength(2);
  });

  it('loses nothing when Redis is killed and started again', async () => {
    const log = await open();
    const acknowledged: number[] = [];
    const pid = server.server.pid;
    for (let seq = 0; seq < 60;) {
      if (seq === 20 && server.server.pid === pid) process.kill(pid, 'SIGKILL');
      try {
        await log.append([jobEvent('job-aaaa', seq)]);
        acknowledged.push(seq++);
      } catch (cause) {
        expect(cause).toMatchObject({ code: 'unavailable' });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    expect(server.server.pid).not.toBe(pid);
    expect(await seqs(await open())).toEqual(acknowledged);
  });

  it('fills a Redis that was wiped under it, before the next append and when nothing is appended', async () => {
    let rebuilt = 0;
    const log = await open({ onRebuilt: () => rebuilt++ });
    await log.append([jobEvent('job-aaaa', 0), jobEvent('job-bbbb', 0)]);
    await redis.flushall();
    await log.append([jobEvent('job-aaaa', 1)]);
    expect(rebuilt).toBe(1);
    expect(await redis.llen('ringmaster:log:job-bbbb')).toBe(1);
    expect(await redis.llen('ringmaster:log:job-aaaa')).toBe(2);
    await redis.flushall();
    await expect.poll(() => rebuilt, { timeout: 10_000 }).toBe(2);
    expect(await redis.llen('ringmaster:log:job-aaaa')).toBe(2);
    expect(await redis.llen('ringmaster:log:job-bbbb')).toBe(1);
  });

  it('cuts a torn last line with a warning and keeps the rest', async () => {
    const log = await open();
    await log.append([jobEvent('job-aaaa', 0)]);
    await redis.flushall();
    await appendFile(file(), '{"epoch":1,"event":{"se');
    const { messages, logger } = collect();
    const reopened = await open({ logger });
    expect(await seqs(reopened)).toEqual([0]);
    expect(messages).toEqual([expect.stringContaining('ends early')]);
    expect(await readFile(file(), 'utf8')).toMatch(/^[^\n]+\n$/);
  });

  it('does not trust bad values of either home, reports them and takes the other one', async () => {
    const log = await open();
    // One job at a time: what is appended together would be written again from its batch.
    for (const jobId of ['job-aaaa', 'job-bbbb'])
      for (let seq = 0; seq < 4; seq++) await log.append([jobEvent(jobId, seq)]);
    await redis.lset(
      'ringmaster:log:job-aaaa',
      1,
      JSON.stringify({ epoch: 1, event: { seq: 1, evil: true } }),
    );
    await redis.sadd('ringmaster:logged-jobs', '../../etc/passwd');
    const lines = (await readFile(file('job-bbbb'), 'utf8')).split('\n');
    await writeFile(file('job-bbbb'), [lines[0], 'garbage', ...lines.slice(2)].join('\n'));
    const { messages, logger } = collect();
    const reopened = await open({ logger });
    expect(await seqs(reopened)).toEqual([0, 1, 2, 3]);
    expect(await seqs(reopened, 'job-bbbb')).toEqual([0, 1, 2, 3]);
    expect(messages).toHaveLength(3);
    expect(await readdir(mirrorDir)).toContain('job-bbbb.jsonl.damaged');
    expect(await readFile(file('job-bbbb'), 'utf8')).toBe(lines.join('\n'));
    expect((await redis.lrange('ringmaster:log:job-aaaa', 0, -1)).join('')).not.toContain('evil');
  });

  it('lets the later epoch win where the homes contradict each other', async () => {
    const log = await open();
    await log.append([jobEvent('job-aaaa', 0), jobEvent('job-aaaa', 1, { from: 'mirror' })]);
    const later = { epoch: 99, event: jobEvent('job-aaaa', 1, { from: 'redis' }) };
    await redis.lset('ringmaster:log:job-aaaa', 1, JSON.stringify(later));
    const { messages, logger } = collect();
    const events = (await (await open({ logger })).load()).get('job-aaaa');
    expect(events?.[1]?.data).toEqual({ from: 'redis' });
    expect(messages).toEqual([expect.stringContaining('contradict')]);
    expect(await readFile(file(), 'utf8')).toContain('"from":"redis"');
  });
});
