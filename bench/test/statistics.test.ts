import { describe, expect, it } from 'vitest';
import { geometricMean, median, ratioOfRounds, slope, spreadOf } from '../src/core/statistics.js';

describe('statistics', () => {
  it.each([
    [[3], 3],
    [[1, 9], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, want) => expect(median(values)).toBe(want));

  it('leaves its argument in order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('tells median, extremes and count', () =>
    expect(spreadOf([5, 1, 4])).toEqual({ value: 4, min: 1, max: 5, n: 3 }));

  it.each([[[]], [[1, NaN]], [[Infinity]]])('refuses the rounds %j', (values) =>
    expect(() => spreadOf(values)).toThrow(),
  );

  it('compares round with round, so that a drifting machine does not matter', () =>
    expect(ratioOfRounds([10, 100, 1000], [5, 50, 500], 'higher')).toEqual({
      value: 2,
      min: 2,
      max: 2,
      n: 3,
    }));

  it('says how many times better, whichever direction is good', () => {
    expect(ratioOfRounds([1], [4], 'lower').value).toBe(4);
    expect(ratioOfRounds([1], [4], 'higher').value).toBe(0.25);
  });

  it('refuses rounds that do not pair up', () =>
    expect(() => ratioOfRounds([1, 2], [1], 'higher')).toThrow(/2 rounds of ours, 1/));

  it('means geometrically', () => expect(geometricMean([2, 8])).toBeCloseTo(4, 12));

  it('fits a line', () => {
    expect(slope([0, 1, 2, 3].map((x) => ({ x, y: 7 - 2 * x })))).toBeCloseTo(-2, 12);
    expect(slope([{ x: 1, y: 3 }])).toBe(0);
  });
});
