import { describe, expect, it } from 'vitest';
import type { ResolvedJob } from '@ringmaster/contracts';
import { specWarnings, stepCosts } from './step-cost.js';

const job = (shards: number, max: number) =>
  ({ training: { shards }, workers: { min: 1, max } }) as ResolvedJob;

describe('stepCosts', () => {
  it.each([
    [
      4,
      4,
      [
        [1, 4],
        [2, 2],
        [3, 2],
        [4, 1],
      ],
    ],
    [
      8,
      2,
      [
        [1, 8],
        [2, 4],
      ],
    ],
    [1, 1, [[1, 1]]],
    [
      16,
      16,
      [
        [1, 16],
        [2, 8],
        [3, 6],
        [4, 4],
        [5, 4],
        [6, 3],
        [7, 3],
        [8, 2],
        [16, 1],
      ],
    ],
    [
      2,
      64,
      [
        [1, 2],
        [2, 1],
      ],
    ],
  ])('%i shards, up to %i workers', (shards, max, expected) => {
    expect(stepCosts(job(shards, max)).map((cost) => [cost.workers, cost.shardTimes])).toEqual(expected);
  });
});

describe('specWarnings', () => {
  const warnings = (training: Partial<ResolvedJob['training']>) =>
    specWarnings({ data: { batchSize: 64 }, training: { shards: 4, ...training } } as ResolvedJob);
  it.each([
    [{}, []],
    [{ reduce: 'canonical' as const }, []],
    [{ reduce: 'ring' as const }, [/bits of the weights depend on the number of workers/]],
    [{ reduce: 'ring' as const, shards: 32 }, [/a shard has 2 of the 64/, /training.reduce: ring/]],
  ])('%j', (training, expected) => {
    const found = warnings(training);
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, i) => expect(found[i]).toMatch(pattern));
  });
});
