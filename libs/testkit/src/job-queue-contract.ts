import type { HeldJob, JobQueue } from '@ringmaster/scheduling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A queue of its own for each test. */
export interface JobQueuePlace {
  open(o?: { capacity?: number }): Promise<JobQueue>;
  end(): Promise<void>;
}

/** What every {@link JobQueue} promises. */
export function jobQueueContract(name: string, makePlace: () => Promise<JobQueuePlace>): void {
  describe(`JobQueue contract: ${name}`, () => {
    let place: JobQueuePlace;
    let queue: JobQueue;
    beforeEach(async () => {
      place = await makePlace();
      queue = await place.open();
    });
    afterEach(async () => {
      await queue.close();
      await place.end();
    });
    const addAll = async (...jobs: [string, number][]) => {
      for (const [jobId, priority] of jobs) await queue.add({ jobId, priority });
    };
    const take = async (): Promise<HeldJob> => {
      const held = await queue.take();
      if (!held) throw new Error('expected a waiting job');
      return held;
    };
    const takeAll = async () => {
      const ids: string[] = [];
      for (let held = await queue.take(); held; held = await queue.take()) ids.push(held.jobId);
      return ids;
    };

    it('hands out nothing when nothing waits', async () => {
      expect(await queue.take()).toBeUndefined();
      expect(await queue.waiting(10)).toEqual([]);
      expect(await queue.remove('job-none')).toBe(false);
    });

    it('orders by priority, then by arrival', async () => {
      await addAll(
        ['job-c', 100],
        ['job-a', 5],
        ['job-d', 100],
        ['job-z', 0],
        ['job-b', 5],
        ['job-e', 1_000],
      );
      const order = ['job-z', 'job-a', 'job-b', 'job-c', 'job-d', 'job-e'];
      expect(await queue.waiting(10)).toEqual(order);
      expect(await queue.waiting(2)).toEqual(order.slice(0, 2));
      expect(await queue.waiting(0)).toEqual([]);
      expect(await take()).toMatchObject({ jobId: 'job-z', priority: 0 });
      expect(await takeAll()).toEqual(order.slice(1));
    });

    it('ignores an id that it knows, whether it waits, is held or has ended', async () => {
      await addAll(['job-a', 5], ['job-a', 1]);
      expect(await queue.waiting(10)).toEqual(['job-a']);
      const held = await take();
      expect(held.priority).toBe(5);
      await queue.add({ jobId: 'job-a', priority: 5 });
      expect(await queue.take()).toBeUndefined();
      await held.settle('succeeded');
      await queue.add({ jobId: 'job-a', priority: 5 });
      expect(await queue.take()).toBeUndefined();
    });

    it.each(['succeeded', 'failed', 'cancelled'] as const)(
      'settles as %s, more than once',
      async (outcome) => {
        await addAll(['job-a', 5], ['job-b', 5]);
        const held = await take();
        await held.settle(outcome);
        await held.settle(outcome);
        await held.giveBack();
        expect(await queue.waiting(10)).toEqual(['job-b']);
        expect(await takeAll()).toEqual(['job-b']);
      },
    );

    it.each([0, 100])('puts jobs of priority %i back where they were, in any order', async (priority) => {
      await addAll(['job-a', priority], ['job-b', priority], ['job-c', priority], ['job-d', priority]);
      await addAll(['job-late', priority + 1]);
      const [a, b, c] = [await take(), await take(), await take()];
      await addAll(['job-e', priority]);
      await b.giveBack();
      await c.giveBack();
      await a.giveBack();
      await a.giveBack();
      const order = ['job-a', 'job-b', 'job-c', 'job-d', 'job-e', 'job-late'];
      expect(await queue.waiting(10)).toEqual(order);
      expect(await takeAll()).toEqual(order);
    });

    it('keeps the place through several rounds of giving back', async () => {
      await addAll(['job-a', 7], ['job-b', 7], ['job-c', 7]);
      for (let round = 0; round < 3; round++) {
        const held = [await take(), await take()];
        for (const job of held) await job.giveBack();
      }
      expect(await takeAll()).toEqual(['job-a', 'job-b', 'job-c']);
    });

    it('removes a waiting job and no other', async () => {
      await addAll(['job-a', 1], ['job-b', 1], ['job-c', 1]);
      const held = await take();
      expect(await queue.remove('job-a')).toBe(false);
      expect(await queue.remove('job-b')).toBe(true);
      expect(await queue.remove('job-b')).toBe(false);
      expect(await queue.waiting(10)).toEqual(['job-c']);
      await held.settle('succeeded');
      expect(await queue.remove('job-a')).toBe(false);
    });

    it('hands a named job out, wherever it waits, once', async () => {
      await addAll(['job-a', 1], ['job-b', 1], ['job-c', 1]);
      const held = await queue.hold('job-b');
      expect(held).toMatchObject({ jobId: 'job-b', priority: 1 });
      expect(await queue.hold('job-b')).toBeUndefined();
      expect(await queue.hold('job-none')).toBeUndefined();
      expect(await queue.waiting(10)).toEqual(['job-a', 'job-c']);
      await held?.giveBack();
      expect(await queue.waiting(10)).toEqual(['job-a', 'job-b', 'job-c']);
      const again = await queue.hold('job-b');
      await again?.settle('succeeded');
      expect(await queue.hold('job-b')).toBeUndefined();
      expect(await takeAll()).toEqual(['job-a', 'job-c']);
    });

    it('refuses more jobs than fit, but not one that it knows', async () => {
      await queue.close();
      queue = await place.open({ capacity: 2 });
      await addAll(['job-a', 1], ['job-b', 1]);
      await expect(queue.add({ jobId: 'job-c', priority: 1 })).rejects.toMatchObject({ code: 'conflict' });
      await queue.add({ jobId: 'job-b', priority: 1 });
      await take();
      await queue.add({ jobId: 'job-c', priority: 1 });
      expect(await queue.waiting(10)).toEqual(['job-b', 'job-c']);
    });

    it('calls back after an add and after a job came back, until it is told to stop', async () => {
      let calls = 0;
      const stop = queue.onChange(() => calls++);
      await addAll(['job-a', 1]);
      await expect.poll(() => calls).toBeGreaterThan(0);
      const held = await take();
      const before = calls;
      await held.giveBack();
      await expect.poll(() => calls).toBeGreaterThan(before);
      stop();
      const stopped = calls;
      await addAll(['job-b', 1]);
      expect(await queue.waiting(10)).toEqual(['job-a', 'job-b']);
      expect(calls).toBe(stopped);
    });

    it('hands each of many jobs out once when many ask at the same time', async () => {
      await addAll(...Array.from({ length: 10 }, (_, i): [string, number] => [`job-${i}x`, 1]));
      const taken = await Promise.all(Array.from({ length: 14 }, () => queue.take()));
      const ids = taken.flatMap((held) => (held ? [held.jobId] : []));
      expect(ids).toHaveLength(10);
      expect(new Set(ids).size).toBe(10);
    });

    it('refuses work after close, which may be repeated', async () => {
      await queue.close();
      await queue.close();
      await expect(queue.add({ jobId: 'job-a', priority: 1 })).rejects.toMatchObject({ code: 'unavailable' });
      await expect(queue.take()).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
