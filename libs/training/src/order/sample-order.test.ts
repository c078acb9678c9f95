import { describe, expect, it } from 'vitest';
import { sampleOrder } from './sample-order.js';

const ordered = (size: number, seed = 7, epoch = 0) => {
  const order = sampleOrder({ seed, epoch, size });
  return Array.from({ length: size }, (_, position) => order(position));
};

describe('sampleOrder', () => {
  it('is a permutation for every size', () => {
    for (const size of [...Array.from({ length: 200 }, (_, i) => i + 1), 7000])
      expect(ordered(size).sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, id) => id));
  });

  it('differs between epochs and seeds, and repeats for equal ones', () => {
    const orders = [ordered(1000, 7, 0), ordered(1000, 7, 1), ordered(1000, 8, 0)].map((ids) => ids.join());
    expect(new Set(orders).size).toBe(3);
    expect(ordered(1000, 7, 1).join()).toBe(orders[1]);
  });

  it('gives any position without those before it', () => {
    expect(sampleOrder({ seed: 7, epoch: 3, size: 7000 })(6543)).toBe(ordered(7000, 7, 3)[6543]);
  });

  it('stays in range and one-to-one for sizes near 2³²', () => {
    const size = 2 ** 32 - 5;
    const order = sampleOrder({ seed: 1, epoch: 2, size });
    const ids = Array.from({ length: 2000 }, (_, i) => order(i * 2_000_003));
    expect(new Set(ids).size).toBe(2000);
    expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < size)).toBe(true);
  });

  it('is roughly uniform: every id comes to every place about equally often', () => {
    const [size, epochs, bins] = [64, 4000, 8];
    const counts = new Float64Array(bins * bins);
    for (let epoch = 0; epoch < epochs; epoch++)
      ordered(size, 3, epoch).forEach((id, position) => {
        const cell = Math.floor(position / bins) * bins + Math.floor(id / bins);
        counts[cell] = (counts[cell] ?? 0) + 1;
      });
    const expected = (size * epochs) / counts.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 49 degrees of freedom: 99.99 % of uniform tables lie below 94.
    expect(chiSquare).toBeLessThan(94);
  });

  it('leaves hardly an id where it was, nor next to its neighbour', () => {
    const ids = ordered(7000);
    expect(ids.filter((id, position) => id === position).length).toBeLessThan(10);
    expect(ids.filter((id, position) => Math.abs(id - (ids[position + 1] ?? NaN)) === 1).length).toBeLessThan(
      20,
    );
  });
});
