import { ERROR_CODES, type ErrorCode } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import {
  assert,
  compareGenerations,
  mix32,
  orAborted,
  rng,
  sameGeneration,
  sleep,
  systemClock,
  TrainError,
} from './index.js';

describe('TrainError', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('%s survives its view', (code) => {
    const error = new TrainError(code, 'what, which, next', { details: { rank: 3 } });
    const back = TrainError.fromView(error.view());
    expect(back).toMatchObject({ code, message: 'what, which, next', details: { rank: 3 } });
    expect(back.retryable).toBe(ERROR_CODES[code].retryable);
  });

  it('takes in anything that was thrown', () => {
    const own = new TrainError('peer_lost', 'gone');
    expect(TrainError.from(own)).toBe(own);
    expect(TrainError.from('text')).toMatchObject({ code: 'internal', message: 'text' });
    expect(TrainError.from(new DOMException('stop', 'AbortError')).code).toBe('cancelled');
    const cause = new RangeError('bad');
    expect(TrainError.from(cause)).toMatchObject({ code: 'internal', cause });
  });

  it('is what a broken assertion throws', () => {
    expect(() => assert(1 > 2, 'one is more than two')).toThrow(TrainError);
  });
});

describe('rng', () => {
  it('is a pure function of its key', () => {
    const take = (...key: number[]) => Array.from({ length: 8 }, rng(...key).uint32);
    expect(take(7, 1)).toEqual(take(7, 1));
    expect(take(7, 1)).not.toEqual(take(7, 2));
    expect(take(7, 1)).not.toEqual(take(1, 7));
  });

  it('keeps its golden values: initial weights and sample orders of stored runs depend on them', () => {
    expect([mix32(0), mix32(1), mix32(1, 2, 3)]).toMatchInlineSnapshot(`
      [
        579893452,
        3858485448,
        105628815,
      ]
    `);
    const stream = rng(7);
    expect([stream.uint32(), stream.uint32(), stream.uint32()]).toMatchInlineSnapshot(`
      [
        1366573450,
        758754225,
        466518671,
      ]
    `);
  });

  it('is uniform and normal enough', () => {
    const n = 20_000;
    const stream = rng(42);
    const uniform = Array.from({ length: n }, stream.uniform);
    const normal = Array.from({ length: n }, stream.normal);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / n;
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
    const buckets = new Array<number>(16).fill(0);
    for (const value of uniform) buckets[Math.floor(value * 16)]! += 1;
    // Chi-square with 15 degrees of freedom: 37.7 is its 99.9 % point.
    expect(buckets.reduce((sum, count) => sum + (count - n / 16) ** 2 / (n / 16), 0)).toBeLessThan(37.7);
  });

  it('draws below its bound', () => {
    const stream = rng(3);
    const seen = new Set(Array.from({ length: 500 }, () => stream.below(5)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('sleep', () => {
  it('ends after its time and with its signal', async () => {
    await sleep(systemClock, 1);
    const stop = new AbortController();
    const asleep = sleep(systemClock, 60_000, stop.signal);
    stop.abort(new TrainError('cancelled', 'enough'));
    await expect(asleep).rejects.toMatchObject({ code: 'cancelled' });
    await expect(sleep(systemClock, 1, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('orAborted', () => {
  it('ends with the work, or with the signal when that comes first', async () => {
    const stop = new AbortController();
    expect(await orAborted(Promise.resolve(3), stop.signal)).toBe(3);
    await expect(orAborted(Promise.reject(new RangeError('bad')), stop.signal)).rejects.toThrow('bad');
    const waits = orAborted(new Promise(() => undefined), stop.signal);
    stop.abort(new TrainError('cancelled', 'enough'));
    await expect(waits).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('generations', () => {
  const g = (epoch: number, n: number, nonce = 'a') => ({ epoch, n, nonce });
  it('are ordered by epoch, then number', () => {
    expect(compareGenerations(g(1, 9), g(2, 1))).toBeLessThan(0);
    expect(compareGenerations(g(2, 2), g(2, 1))).toBeGreaterThan(0);
  });
  it('with another nonce are others', () => {
    expect(sameGeneration(g(1, 1, 'a'), g(1, 1, 'b'))).toBe(false);
    expect(sameGeneration(g(1, 1), g(1, 1))).toBe(true);
  });
});
