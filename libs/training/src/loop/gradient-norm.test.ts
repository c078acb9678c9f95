import { describe, expect, it } from 'vitest';
import { clipByNorm, isAllFinite, l2Norm } from './gradient-norm.js';

describe('l2Norm', () => {
  it('is the Euclidean length', () => expect(l2Norm(Float32Array.of(3, 0, -4))).toBe(5));
  it('does not overflow where float32 would', () => {
    expect(l2Norm(new Float32Array(4).fill(2e38)) / 4e38).toBeCloseTo(1, 6);
  });
  it.each([NaN, Infinity, -Infinity])('is not finite for %d', (value) => {
    expect(Number.isFinite(l2Norm(Float32Array.of(1, value, 2)))).toBe(false);
  });
});

describe('clipByNorm', () => {
  const scratch = () => new Float32Array(2);
  it('scales a longer gradient and leaves the original alone', () => {
    const gradient = Float32Array.of(3, 4);
    expect([...clipByNorm(gradient, 5, { maxNorm: 2.5, scratch })]).toEqual([1.5, 2]);
    expect([...gradient]).toEqual([3, 4]);
  });
  it('hands a shorter one through, without a copy', () => {
    const gradient = Float32Array.of(3, 4);
    expect(clipByNorm(gradient, 5, { maxNorm: 5, scratch })).toBe(gradient);
  });
});

describe('isAllFinite', () => {
  it.each<[boolean, readonly number[]]>([
    [true, []],
    [true, [0, -0, 3e38, -3e38, 1e-45]],
    [false, [1, NaN]],
    [false, [Infinity, -Infinity]],
  ])('%s for %j', (expected, values) => expect(isAllFinite(Float32Array.from(values))).toBe(expected));
});
