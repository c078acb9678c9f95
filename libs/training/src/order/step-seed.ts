import { rng } from '@ringmaster/core';

/** Seeds what is random inside the step of one logical shard: a pure function, the same whoever computes the shard. */
export function stepSeed(seed: number, step: number, shard: number): readonly [number, number] {
  const words = rng(seed, step, shard);
  return [words.uint32(), words.uint32()];
}
