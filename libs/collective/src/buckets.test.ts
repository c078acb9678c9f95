import { describe, expect, it } from 'vitest';
import { checkBuckets, chunkOf, planBuckets } from './buckets.js';

describe('buckets', () => {
  it.each([
    [0, 16, []],
    [3, 16, [{ offset: 0, size: 3 }]],
    [
      10,
      16,
      [
        { offset: 6, size: 4 },
        { offset: 2, size: 4 },
        { offset: 0, size: 2 },
      ],
    ],
  ])('cut %i values into %i bytes from the end', (length, bytes, want) => {
    expect(planBuckets(length, bytes)).toEqual(want);
    expect(() => checkBuckets(planBuckets(length, bytes), length)).not.toThrow();
  });

  it.each([
    ['a gap', [{ offset: 1, size: 3 }]],
    [
      'an overlap',
      [
        { offset: 0, size: 3 },
        { offset: 2, size: 2 },
      ],
    ],
    ['an end too early', [{ offset: 0, size: 3 }]],
    [
      'an empty one',
      [
        { offset: 0, size: 0 },
        { offset: 0, size: 4 },
      ],
    ],
  ])('are refused with %s', (_what, buckets) => {
    expect(() => checkBuckets(buckets, 4)).toThrow(/buckets/);
  });

  it.each([1, 2, 3, 5, 8])('chunks for %i owners partition a bucket', (world) => {
    for (const size of [1, 2, 7, 100]) {
      const chunks = Array.from({ length: world }, (_, owner) => chunkOf({ offset: 11, size }, owner, world));
      let at = 11;
      for (const chunk of chunks) {
        expect(chunk.offset).toBe(at);
        at += chunk.size;
      }
      expect(at).toBe(11 + size);
      const sizes = chunks.map((chunk) => chunk.size);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });
});
