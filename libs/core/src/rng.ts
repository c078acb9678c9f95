/**
 * Counter-based random numbers: a pure function of its key and counter, so that any value can be had without those
 * before it, by any rank. Mixing function: splitmix-style 32-bit finalizer over three words (Steele, Lea, Flood,
 * "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014; constants of MurmurHash3's fmix32).
 *
 * The first two words enter as their exclusive or: give a well-mixed key and a counter, never two small numbers.
 */
export function mix32(a: number, b = 0, c = 0): number {
  let h = (a ^ 0x9e3779b9) >>> 0;
  h = fmix(Math.imul(h ^ b, 0x85ebca6b) >>> 0);
  h = fmix((h ^ Math.imul(c ^ 0xc2b2ae35, 0x27d4eb2f)) >>> 0);
  return h;
}

function fmix(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A stream of numbers from one key; equal keys give equal streams. */
export interface Rng {
  /** Uniform in [0, 2³²). */
  uint32(): number;
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
}

export function rng(...key: readonly number[]): Rng {
  const root = key.reduce((acc, word, index) => mix32(acc, word >>> 0, index), 0x243f6a88);
  let counter = 0;
  const uint32 = () => mix32(root, counter++, 0x1f83d9ab);
  const uniform = () => uint32() / 2 ** 32;
  return {
    uint32,
    uniform,
    below: (n) => Math.floor(uniform() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
