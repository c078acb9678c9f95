import { mix32, rng } from '@ringmaster/core';

/*
 * A pseudo-random permutation of 0…n-1 whose any value costs O(1), without a table: a Feistel network (Luby, Rackoff,
 * "How to construct pseudorandom permutations from pseudorandom functions", 1988) over the smallest power of two that
 * holds n, made to fit by cycle walking (Black, Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002): a value
 * outside of 0…n-1 is encrypted again. The domain is below 2n, so two evaluations are expected at most.
 *
 *   L (a bits)  R (b bits)      L ^= F(R), R ^= F(L), … : every round undoes itself, so the whole is a bijection.
 */
const ROUNDS = 8;

export interface OrderKey {
  readonly seed: number;
  readonly epoch: number;
  /** Number of samples, up to 2³². */
  readonly size: number;
}

/** The id at each position of one epoch: a pure function of (seed, epoch, size), the same on every rank. */
export function sampleOrder({ seed, epoch, size }: OrderKey): (position: number) => number {
  if (size <= 1) return (position) => position;
  const bits = Math.ceil(Math.log2(size));
  const lowBits = Math.ceil(bits / 2);
  const low = 2 ** lowBits;
  const lowMask = low - 1;
  const highMask = 2 ** (bits - lowBits) - 1;
  const key = rng(seed, epoch);
  const keys = Array.from({ length: ROUNDS }, () => key.uint32());

  const encrypt = (value: number): number => {
    let left = Math.floor(value / low);
    let right = value & lowMask;
    for (let round = 0; round < ROUNDS; round += 2) {
      left ^= mix32(keys[round] ?? 0, right, round) & highMask;
      right ^= mix32(keys[round + 1] ?? 0, left, round + 1) & lowMask;
    }
    return left * low + right;
  };

  return (position) => {
    let id = encrypt(position);
    while (id >= size) id = encrypt(id);
    return id;
  };
}
