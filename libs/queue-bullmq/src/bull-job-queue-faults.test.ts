import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '@ringmaster/core';
import type { JobQueue } from '@ringmaster/scheduling';
import { bullJobQueue } from './bull-job-queue.js';
import { testRedis, type TestRedis } from './redis-for-tests.js';

let server: TestRedis;
let redis: Redis;
let queue: JobQueue;
beforeEach(async () => {
  server = await testRedis(process.env);
  redis = await server.connect();
  queue = await bullJobQueue({ redis, logger: silentLogger, takeOver: true });
});
afterEach(async () => {
  await queue.close();
  await server.end();
});

async function elapsed(work: () => Promise<unknown>): Promise<{ ms: number; code: string | undefined }> {
  const started = performance.now();
  const code = await work().then(
    () => undefined,
    (cause: unknown) => (cause as { code: string }).code,
  );
  return { ms: performance.now() - started, code };
}
const works = (work: () => Promise<unknown>) =>
  expect
    .poll(
      () =>
        work().then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true);

describe('bullJobQueue under faults', () => {
  it('survives a killed Redis: held stays held, waiting stays waiting, listeners hear of both', async () => {
    for (const jobId of ['job-a', 'job-b', 'job-c']) await queue.add({ jobId, priority: 2 });
    const held = await queue.take();
    let calls = 0;
    queue.onChange(() => calls++);
    await server.kill();
    expect(await elapsed(() => queue.add({ jobId: 'job-d', priority: 2 }))).toMatchObject({
      code: 'unavailable',
    });
    expect(await elapsed(() => queue.take())).toMatchObject({ code: 'unavailable' });
    await expect.poll(() => calls, { timeout: 10_000 }).toBeGreaterThan(0);
    const lost = calls;
    await server.start();
    await works(() => queue.waiting(1));
    await expect.poll(() => calls, { timeout: 10_000 }).toBeGreaterThan(lost);
    expect(await queue.waiting(10)).toEqual(['job-b', 'job-c']);
    await held?.settle('succeeded');
    await queue.add({ jobId: 'job-a', priority: 2 });
    expect((await queue.take())?.jobId).toBe('job-b');
  });

  it('fails fast while Redis is stopped, and hands out what was lost on the way afterwards', async () => {
    await queue.add({ jobId: 'job-a', priority: 2 });
    process.kill(server.pid, 'SIGSTOP');
    const results = await Promise.all([
      elapsed(() => queue.take()),
      elapsed(() => queue.add({ jobId: 'job-b', priority: 2 })),
      elapsed(() => queue.waiting(5)),
    ]).finally(() => process.kill(server.pid, 'SIGCONT'));
    for (const { ms, code } of results) {
      expect(code).toBe('unavailable');
      expect(ms).toBeLessThan(2_000);
    }
    // Redis may carry the lost take out before or after what we ask now, so only being handed out counts.
    const handedOut: string[] = [];
    const takeMore = async () => {
      const held = await queue.take().catch(() => undefined);
      if (held) handedOut.push(held.jobId);
      return handedOut;
    };
    await expect.poll(takeMore, { timeout: 15_000 }).toContain('job-a');
    expect(handedOut.filter((jobId) => jobId === 'job-a')).toHaveLength(1);
  });

  it('replaces connections that ended for good', async () => {
    await queue.close();
    const duplicates: Redis[] = [];
    const duplicate = redis.duplicate.bind(redis);
    vi.spyOn(redis, 'duplicate').mockImplementation((...args) => {
      const made = duplicate(...args);
      duplicates.push(made);
      return made;
    });
    queue = await bullJobQueue({ redis, logger: silentLogger, takeOver: true });
    await queue.add({ jobId: 'job-a', priority: 2 });
    const held = await queue.take();
    for (const connection of duplicates.splice(0)) connection.disconnect();
    expect((await elapsed(() => queue.take())).code).toBe('unavailable');
    await works(() => queue.add({ jobId: 'job-b', priority: 2 }));
    expect((await queue.take())?.jobId).toBe('job-b');
    await held?.settle('succeeded');
    expect(await queue.waiting(5)).toEqual([]);
  });

  it('closes within its deadline while Redis is stopped, and while it is gone', async () => {
    process.kill(server.pid, 'SIGSTOP');
    const stopped = await elapsed(() => queue.close()).finally(() => process.kill(server.pid, 'SIGCONT'));
    expect(stopped.ms).toBeLessThan(6_000);
    queue = await bullJobQueue({ redis: await server.connect(), logger: silentLogger });
    await server.kill();
    expect((await elapsed(() => queue.close())).ms).toBeLessThan(6_000);
    const refused = await elapsed(() => bullJobQueue({ redis, logger: silentLogger }));
    expect(refused.code).toBe('unavailable');
  });

  it('gives a held job back into a Redis that was wiped', async () => {
    await queue.add({ jobId: 'job-a', priority: 2 });
    const held = await queue.take();
    await redis.flushall();
    await held?.giveBack();
    expect(await queue.waiting(5)).toEqual(['job-a']);
  });
});
