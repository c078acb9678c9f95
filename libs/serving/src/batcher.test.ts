import { type Clock, TrainError } from '@ringmaster/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatcherOptions, createBatcher } from './batcher.js';

/** Time that passes when a test says so. */
function steppedClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    monotonicMs: () => now,
    wallMs: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

/** A batcher whose batches end when the test says so. Doubles numbers. */
function subject(more: Partial<BatcherOptions<number, number>> = {}) {
  const clock = steppedClock();
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const batcher = createBatcher<number, number>({
    maxBatch: 4,
    maxDelayMs: 5,
    maxQueue: 8,
    clock,
    run: (items) => {
      batches.push([...items]);
      return new Promise((resolve) => ends.push(() => resolve(items.map((item) => 2 * item))));
    },
    ...more,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { batcher, batches, clock, settle, end: async () => (ends.shift()?.(), settle()) };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => TrainError.from(error).code,
  );

describe('batcher', () => {
  it('waits for the delay, and no longer', async () => {
    const { batcher, batches, clock, end } = subject();
    const answers = [batcher.submit([1]), batcher.submit([2])];
    clock.advance(4);
    expect(batches).toEqual([]);
    clock.advance(1);
    expect(batches).toEqual([[1, 2]]);
    await end();
    expect(await Promise.all(answers)).toEqual([[2], [4]]);
  });

  it('starts at once when a batch is full; what is over waits for its own time', async () => {
    const { batcher, batches, clock, end } = subject();
    const answer = batcher.submit([1, 2, 3, 4, 5]);
    expect(batches).toEqual([[1, 2, 3, 4]]);
    expect(batcher.depth()).toBe(1);
    clock.advance(100);
    expect(batches).toHaveLength(1);
    await end();
    expect(batches).toEqual([[1, 2, 3, 4], [5]]);
    await end();
    expect(await answer).toEqual([2, 4, 6, 8, 10]);
  });

  it('without a delay computes what there is', async () => {
    const { batcher, batches, end } = subject({ maxDelayMs: 0 });
    const answer = batcher.submit([7]);
    expect(batches).toEqual([[7]]);
    await end();
    expect(await answer).toEqual([14]);
  });

  it('refuses a request that finds no room for all of its items, and says when to come again', async () => {
    const { batcher } = subject();
    void batcher.submit([1, 2, 3, 4]);
    void batcher.submit([1, 2, 3, 4, 5, 6, 7]);
    const refused = await batcher.submit([1, 2]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } });
    expect(batcher.depth()).toBe(7);
    expect(await codeOf(batcher.submit(new Array(9).fill(0)))).toBe('too_large');
  });

  it('gives up the place of a request whose signal aborts', async () => {
    const { batcher, batches, clock } = subject();
    const gone = new AbortController();
    const given = batcher.submit([1, 2], gone.signal);
    void batcher.submit([3]);
    gone.abort(new TrainError('cancelled', 'the client is gone'));
    expect(await codeOf(given)).toBe('cancelled');
    clock.advance(5);
    expect(batches).toEqual([[3]]);
    expect(await codeOf(batcher.submit([4], gone.signal))).toBe('cancelled');
  });

  it('a failed batch fails its requests alone', async () => {
    let calls = 0;
    const { batcher, clock, settle } = subject({
      run: async (items) => {
        if (++calls === 1) throw new TrainError('internal', 'broken');
        return items;
      },
    });
    const [first, second] = [batcher.submit([1, 2, 3, 4]), batcher.submit([5])];
    expect(await codeOf(first)).toBe('internal');
    clock.advance(5);
    await settle();
    expect(await second).toEqual([5]);
  });

  it('drains: what waits is computed without delay, what is new is refused', async () => {
    const { batcher, batches, end } = subject();
    const answer = batcher.submit([1]);
    let isDrained = false;
    const drained = batcher.drain().then(() => (isDrained = true));
    expect(batches).toEqual([[1]]);
    expect(await codeOf(batcher.submit([2]))).toBe('unavailable');
    expect(isDrained).toBe(false);
    await end();
    expect(await answer).toEqual([2]);
    await drained;
    await batcher.drain();
  });

  it('answers every request with its own results, whatever comes when', async () => {
    const request = fc.record({ size: fc.integer({ min: 1, max: 9 }), wait: fc.integer({ min: 0, max: 7 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 20 }), async (requests) => {
        const sizes: number[] = [];
        const { batcher, clock, settle } = subject({
          maxQueue: 1_000,
          onBatch: (size) => sizes.push(size),
          run: async (items) => items.map((item) => 2 * item),
        });
        let counter = 0;
        const pending: { items: number[]; answer: Promise<readonly number[]> }[] = [];
        for (const { size, wait } of requests) {
          const items = Array.from({ length: size }, () => ++counter);
          pending.push({ items, answer: batcher.submit(items) });
          clock.advance(wait);
          await settle();
        }
        await batcher.drain();
        for (const { items, answer } of pending) expect(await answer).toEqual(items.map((item) => 2 * item));
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(4);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(counter);
      }),
      { numRuns: 50 },
    );
  });
});
