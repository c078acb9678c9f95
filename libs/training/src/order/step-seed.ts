import { rng } from '@ringmaster/core';

/** Which part of a step a seed is for. */
export interface SeededPart {
  readonly step: number;
  readonly shard: number;
  /** The micro-batch of a shard that is computed in several. */
  readonly micro?: number;
}

/** Seeds what is random inside the step of one logical shard: a pure function, the same whoever computes the shard. */
export function stepSeed(seed: number, { step, shard, micro }: SeededPart): readonly [number, number] {
  const words = micro === undefined ? rng(seed, step, shard) : rng(seed, step, shard, micro);
  return [words.uint32(), words.uint32()];
}
