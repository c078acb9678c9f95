import { ownedShards } from '@ringmaster/core';
import type { BufferSet } from './vector-exchange.js';

export type BufferSets = readonly [BufferSet, BufferSet];

/**
 * Two sets of buffers, because what a rank published for step s must stay as it is until step s+1 is gathered: only
 * then is it certain that everybody has received it. `allocate` may give shared memory.
 */
export function allocateBufferSets(o: {
  readonly rank: number;
  readonly world: number;
  readonly shardCounts?: readonly number[] | undefined;
  readonly shards: number;
  readonly vectorLength: number;
  readonly allocate?: (elements: number) => Float32Array;
}): BufferSets {
  const allocate = o.allocate ?? ((elements: number) => new Float32Array(elements));
  const { first, end } = ownedShards(o, o.shards);
  const one = (): BufferSet => ({
    leaves: new Map(
      Array.from({ length: end - first }, (_, i) => [first + i, allocate(o.vectorLength)] as const),
    ),
    result: allocate(o.vectorLength),
  });
  return [one(), one()];
}
