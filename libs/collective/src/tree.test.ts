import { describe, expect, it } from 'vitest';
import { ownedShards } from '@ringmaster/core';
import { addInto, foldTree, maximalSubtrees, mergePlan, splitOf } from './tree.js';

const WORLDS = [1, 2, 3, 4, 5, 8];
const SHARDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 32];
const grid = WORLDS.flatMap((world) => SHARDS.map((shards) => [world, shards] as const));

describe('owned shards', () => {
  it.each(grid)('world %i, %i shards: contiguous, in rank order, sizes within one', (world, shards) => {
    const ranges = Array.from({ length: world }, (_, rank) => ownedShards({ rank, world }, shards));
    expect(ranges[0]?.first).toBe(0);
    expect(ranges.at(-1)?.end).toBe(shards);
    ranges.slice(1).forEach((range, i) => expect(range.first).toBe(ranges[i]?.end));
    const sizes = ranges.map(({ first, end }) => end - first);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it.each([
    [-1, 2, 4],
    [2, 2, 4],
    [0, 0, 4],
    [0.5, 2, 4],
  ])('refuses rank %d of %d over %d', (rank, world, shards) => {
    expect(() => ownedShards({ rank, world }, shards)).toThrow(/no shard range/);
  });
});

describe('the canonical tree', () => {
  it.each([
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 4],
    [8, 4],
    [9, 8],
    [32, 16],
  ])('%i shards split after %i', (size, left) => {
    expect(splitOf({ first: 3, end: 3 + size })).toBe(3 + left);
  });

  it('writes the order down', () => {
    const show = (n: number) =>
      foldTree(
        Array.from({ length: n }, (_, i) => String(i)),
        (a, b) => `(${a}${b})`,
      );
    expect([1, 2, 3, 5, 6, 7].map(show)).toEqual([
      '0',
      '(01)',
      '((01)2)',
      '(((01)(23))4)',
      '(((01)(23))(45))',
      '(((01)(23))((45)6))',
    ]);
    expect(() => foldTree([], () => 0)).toThrow(/nothing to fold/);
  });

  it.each(grid)('world %i, %i shards: the ranks’ subtrees finish to the same tree', (world, shards) => {
    const parts = Array.from({ length: world }, (_, rank) =>
      maximalSubtrees(ownedShards({ rank, world }, shards), shards),
    ).flat();
    const text = new Map(
      parts.map(({ first, end }) => {
        const singles = Array.from({ length: end - first }, (_, i) => ({
          first: first + i,
          end: first + i + 1,
        }));
        const sums = new Map(singles.map((single) => [single.first, String(single.first)]));
        for (const { into, from } of mergePlan({ first, end }, singles))
          sums.set(into, `(${sums.get(into)} ${sums.get(from)})`);
        return [first, sums.get(first)];
      }),
    );
    for (const { into, from } of mergePlan({ first: 0, end: shards }, parts))
      text.set(into, `(${text.get(into)} ${text.get(from)})`);
    const whole = foldTree(
      Array.from({ length: shards }, (_, i) => String(i)),
      (a, b) => `(${a} ${b})`,
    );
    expect(text.get(0)).toBe(whole);
  });

  it.each(SHARDS)('a range over %i shards has at most 2·log2 subtrees', (shards) => {
    for (let first = 0; first < shards; first++)
      for (let end = first + 1; end <= shards; end++)
        expect(maximalSubtrees({ first, end }, shards).length).toBeLessThanOrEqual(
          Math.max(1, 2 * Math.log2(shards)),
        );
    expect(maximalSubtrees({ first: 2, end: 2 }, shards)).toEqual([]);
  });

  it('refuses parts that do not partition the root', () => {
    expect(() => mergePlan({ first: 0, end: 4 }, [{ first: 0, end: 2 }])).toThrow(/no part of the plan/);
    expect(() =>
      mergePlan({ first: 0, end: 4 }, [
        { first: 0, end: 4 },
        { first: 2, end: 4 },
      ]),
    ).toThrow(/partition/);
  });

  it('adds in float32', () => {
    const target = Float32Array.of(1, 16_777_216, -0);
    addInto(target, Float32Array.of(2 ** -24, 1, 0));
    expect([...target]).toEqual([1, 16_777_216, 0]);
    expect(() => addInto(target, new Float32Array(2))).toThrow(/cannot add/);
  });
});
