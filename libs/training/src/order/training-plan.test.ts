import { linearJob } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { addDigests, epochDigest, idDigest } from './id-digest.js';
import { stepSeed } from './step-seed.js';
import { shardSlice, trainingPlan } from './training-plan.js';

describe('shardSlice', () => {
  it.each([
    [8, 4, [2, 2, 2, 2]],
    [5, 4, [2, 1, 1, 1]],
    [3, 4, [1, 1, 1, 0]],
    [0, 2, [0, 0]],
  ])('cuts %i samples into %i contiguous shards', (count, shards, sizes) => {
    let at = 0;
    sizes.forEach((size, shard) => {
      expect(shardSlice(count, shards, shard)).toEqual({ from: at, to: at + size });
      at += size;
    });
  });
});

describe('trainingPlan', () => {
  const plan = trainingPlan(linearJob(), 53);

  it('counts the ragged last step of an epoch', () => {
    expect(plan).toMatchObject({ stepsPerEpoch: 7, totalSteps: 21 });
    expect(plan.at(6)).toMatchObject({ epoch: 0, batch: 5, isLastOfEpoch: true });
    expect(plan.at(7)).toMatchObject({ epoch: 1, batch: 8, isLastOfEpoch: false });
  });

  it('stops at maxSteps', () => {
    expect(trainingPlan(linearJob({ maxSteps: 10 }), 53).totalSteps).toBe(10);
    expect(trainingPlan(linearJob({ maxSteps: 10 }), 8).totalSteps).toBe(3);
  });

  it.each([0, 1, 2])('uses every sample of epoch %i exactly once, in an order of its own', (epoch) => {
    const ids: number[] = [];
    let digest = 0n;
    for (let step = epoch * 7; step < (epoch + 1) * 7; step++)
      for (let shard = 0; shard < 4; shard++) {
        const own = plan.at(step).shardIds(shard);
        ids.push(...own);
        digest = addDigests(digest, idDigest(own));
      }
    expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: 53 }, (_, id) => id));
    expect(digest).toBe(epochDigest(53));
    const next = [0, 1, 2, 3].flatMap((shard) => [...plan.at((epoch + 1) * 7).shardIds(shard)]);
    expect(next).not.toEqual(ids.slice(0, 8));
  });

  it('gives the same batch for every number of shards', () => {
    const batch = (shards: number) => {
      const step = trainingPlan(linearJob({ shards }), 53).at(9);
      return Array.from({ length: shards }, (_, shard) => [...step.shardIds(shard)]).flat();
    };
    expect(batch(3)).toEqual(batch(1));
    expect(batch(8)).toEqual(batch(1));
  });

  it('refuses an empty training split', () => {
    expect(() => trainingPlan(linearJob(), 0)).toThrow(/training split of blobs is empty/);
  });
});

describe('idDigest', () => {
  it('tells a missing, a doubled and a swapped-in sample, and not the order', () => {
    const whole = idDigest([0, 1, 2, 3]);
    expect(idDigest([3, 1, 0, 2])).toBe(whole);
    for (const other of [[0, 1, 2], [0, 1, 2, 3, 3], [0, 1, 2, 4], [0, 0, 3, 3], []])
      expect(idDigest(other)).not.toBe(whole);
  });

  it('stays in 64 bits over more ids than fit one exact sum', () => {
    const size = 2 ** 20 + 3;
    const digest = epochDigest(size);
    expect(digest).toBeLessThan(2n ** 64n);
    const odd = Uint32Array.from({ length: size >> 1 }, (_, i) => 2 * i + 1);
    const even = Uint32Array.from({ length: (size + 1) >> 1 }, (_, i) => 2 * i);
    expect(addDigests(idDigest(odd), idDigest(even))).toBe(digest);
  });
});

it('seeds differ between steps, shards and jobs', () => {
  const seeds = new Set<string>();
  for (const seed of [0, 1])
    for (const step of [0, 1, 2])
      for (const shard of [0, 1, 2]) seeds.add(stepSeed(seed, { step, shard }).join());
  expect(seeds.size).toBe(18);
  expect(new Set([...seeds].flatMap((pair) => pair.split(','))).size).toBe(36);
});
