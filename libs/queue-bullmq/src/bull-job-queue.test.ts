import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@ringmaster/core';
import type { HeldJob, JobQueue } from '@ringmaster/scheduling';
import { jobQueueContract } from '@ringmaster/testkit';
import { bullJobQueue, type BullJobQueueOptions } from './bull-job-queue.js';
import { testRedis, type TestRedis } from './redis-for-tests.js';

let server: TestRedis;
let redis: Redis;
let queues: JobQueue[];
beforeAll(async () => {
  server = await testRedis(process.env);
  redis = await server.connect();
});
afterAll(() => server.end());
beforeEach(async () => {
  await redis.flushall();
  queues = [];
});
afterEach(async () => {
  for (const queue of queues) await queue.close();
});

async function open(o: Partial<BullJobQueueOptions> = {}): Promise<JobQueue> {
  const queue = await bullJobQueue({ redis, logger: silentLogger, takeOver: true, ...o });
  queues.push(queue);
  return queue;
}
async function take(queue: JobQueue): Promise<HeldJob> {
  const held = await queue.take();
  if (!held) throw new Error('expected a waiting job');
  return held;
}

jobQueueContract('bullmq', async () => ({ open, end: async () => undefined }));

describe('bullJobQueue', () => {
  it('takes ids that BullMQ does not, and refuses what is no id', async () => {
    const queue = await open();
    await queue.add({ jobId: '123456', priority: 1 });
    await queue.add({ jobId: '123456', priority: 1 });
    expect(await queue.waiting(5)).toEqual(['123456']);
    const held = await take(queue);
    expect(held.jobId).toBe('123456');
    await held.settle('succeeded');
    for (const jobId of ['a:b', '../x', '', '_1', 'A'])
      await expect(queue.add({ jobId, priority: 1 })).rejects.toMatchObject({ code: 'invalid' });
    for (const priority of [-1, 0.5, Number.NaN])
      await expect(queue.add({ jobId: 'job-a', priority })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('puts back at once what a dead predecessor held, where it was in the order', async () => {
    const first = await open();
    for (const jobId of ['job-a', 'job-b', 'job-c']) await first.add({ jobId, priority: 3 });
    const [a, b] = [await take(first), await take(first)];
    const second = await open();
    expect(await second.waiting(10)).toEqual(['job-a', 'job-b', 'job-c']);
    const adopted = await take(second);
    expect(adopted.jobId).toBe('job-a');
    await expect(a.settle('succeeded')).rejects.toMatchObject({ code: 'fenced' });
    await expect(a.giveBack()).rejects.toMatchObject({ code: 'fenced' });
    await b.giveBack();
    await adopted.settle('succeeded');
    expect(await second.waiting(10)).toEqual(['job-b', 'job-c']);
  });

  it('leaves what another process holds alone without takeOver', async () => {
    const first = await open();
    await first.add({ jobId: 'job-a', priority: 3 });
    const held = await take(first);
    const second = await open({ takeOver: false });
    expect(await second.take()).toBeUndefined();
    await held.settle('failed');
  });

  it('hands a held job that is delivered again out as the same one', async () => {
    const queue = await open();
    await queue.add({ jobId: 'job-a', priority: 3 });
    const held = await take(queue);
    await redis.del('ringmaster:jobs:job-a:lock');
    await redis.lrem('ringmaster:jobs:active', 0, 'job-a');
    await redis.rpush('ringmaster:jobs:wait', 'job-a');
    expect(await take(queue)).toBe(held);
    await held.settle('succeeded');
    expect(await queue.take()).toBeUndefined();
    expect(await redis.llen('ringmaster:jobs:active')).toBe(0);
  });

  it.each(['succeeded', 'failed', 'cancelled'] as const)(
    'ends a job as %s though its lock ran out',
    async (outcome) => {
      const queue = await open();
      await queue.add({ jobId: 'job-a', priority: 3 });
      const held = await take(queue);
      await redis.del('ringmaster:jobs:job-a:lock');
      await redis.lrem('ringmaster:jobs:active', 0, 'job-a');
      await redis.rpush('ringmaster:jobs:wait', 'job-a');
      await held.settle(outcome);
      expect(await queue.take()).toBeUndefined();
      expect(await queue.waiting(5)).toEqual([]);
    },
  );

  it('does not trust data that is not ours', async () => {
    const queue = await open();
    await queue.add({ jobId: 'job-a', priority: 3 });
    await queue.add({ jobId: 'job-b', priority: 4 });
    await redis.hset('ringmaster:jobs:job-a', 'data', '{"order":"1","evil":true}');
    expect((await take(queue)).jobId).toBe('job-b');
    expect(await queue.take()).toBeUndefined();
  });

  it('keeps a bounded number of ended jobs and events', async () => {
    const queue = await open();
    for (let i = 0; i < 30; i++) {
      await queue.add({ jobId: `job-${i}x`, priority: 1 });
      await (await take(queue)).settle(i % 2 ? 'succeeded' : 'failed');
    }
    const options = JSON.parse((await redis.hget('ringmaster:jobs:job-1x', 'opts')) ?? '{}') as Record<
      string,
      unknown
    >;
    expect(options).toMatchObject({
      attempts: 1,
      removeOnComplete: { count: 1_000 },
      removeOnFail: { count: 1_000 },
    });
  });
});
