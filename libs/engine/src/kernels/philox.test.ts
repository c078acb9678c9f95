import { describe, expect, it } from 'vitest';
import { philox, philoxUniform } from './philox.js';

describe('philox', () => {
  // Known answers of the Random123 library, kat_vectors, philox4x32 with 10 rounds.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('maps %j under key %j to the published words', (counter, key, expected) => {
    expect(philox(counter, key)).toEqual(expected);
  });

  it('is uniform: mean, variance and ten equal bins of 100,000 numbers', () => {
    const numbers = philoxUniform([7, -3], 100_000);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;
    // Five standard errors each.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0046);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.0012);
    const bins = new Array<number>(10).fill(0);
    for (const value of numbers) bins[Math.floor(value * 10)]! += 1;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 9 degrees of freedom, p = 1e-4.
    expect(chiSquare).toBeLessThan(33.7);
  });

  it('gives a prefix of the same stream for a smaller count, and another stream for another seed', () => {
    expect(philoxUniform([1, 2], 5)).toEqual(philoxUniform([1, 2], 9).slice(0, 5));
    for (const seed of [
      [2, 2],
      [1, 3],
      [-1, 2],
      [2, 1],
    ] as const)
      expect(philoxUniform(seed, 8)).not.toEqual(philoxUniform([1, 2], 8));
  });
});
