import { mix32 } from '@ringmaster/core';

/** Seeds what is random inside the step of one logical shard: a pure function, the same whoever computes the shard. */
export const stepSeed = (seed: number, step: number, shard: number): readonly [number, number] => [
  mix32(seed, step, 2 * shard),
  mix32(seed, step, 2 * shard + 1),
];
