import { ownedShards, rng, systemClock } from '@ringmaster/core';
import { loopback, type LoopbackOptions } from '@ringmaster/testkit';
import { AllReduce, type AllReduceOptions } from '../all-reduce.js';
import { planBuckets } from '../buckets.js';

export const LENGTH = 157;

export interface OpenRanksOptions {
  readonly wire?: Partial<LoopbackOptions>;
  readonly reduce?: Partial<AllReduceOptions>;
}

/** All ranks over the loopback, with buckets and frames so small that every vector takes many. */
export function openRanks(world: number, shards: number, o: OpenRanksOptions = {}) {
  const wire = loopback({ world, ...o.wire });
  const ranks = wire.transports.map(
    (transport) =>
      new AllReduce({
        transport,
        shards,
        vectorLength: LENGTH,
        buckets: planBuckets(LENGTH, 4 * 50),
        clock: systemClock,
        frameBytes: 28,
        ...o.reduce,
      }),
  );
  const close = async () => void (await Promise.all(ranks.map((rank) => rank.close())));
  return { wire, ranks, close };
}

/** Values of very different sizes and signs, so that another order of additions gives other bits. */
export function shardValues(step: number, shard: number): Float32Array {
  const random = rng(step, shard, 99);
  return Float32Array.from({ length: LENGTH }, (_, i) => {
    const huge = i % 3 === 0 ? (shard % 2 ? -1 : 1) * 2 ** 20 : 0;
    return huge + random.normal() * 10 ** (random.below(7) - 3);
  });
}

/** Straight from the definition: split at the largest power of two below n, add in float32. */
export function serialTreeSum(values: readonly Float32Array[]): Float32Array {
  if (values.length === 1) return values[0] as Float32Array;
  const half = 2 ** Math.ceil(Math.log2(values.length) - 1);
  const [left, right] = [serialTreeSum(values.slice(0, half)), serialTreeSum(values.slice(half))];
  return left.map((value, i) => Math.fround(value + (right[i] as number)));
}

/** One step of a rank with `shardValues`; its records say which shards it had. */
export async function runStep(rank: AllReduce, step: number) {
  const { world, rank: number } = rank.membership;
  const { first, end } = ownedShards({ rank: number, world }, rank.shards);
  rank.begin(step);
  const order = Array.from({ length: end - first }, (_, i) => first + i);
  if (step % 2) order.reverse();
  for (const shard of order) {
    rank.leaf(shard).set(shardValues(step, shard));
    rank.contribute(shard);
    await Promise.resolve();
  }
  return rank.finish(
    order.map((shard) => Uint8Array.of(shard, step)),
    new AbortController().signal,
  );
}

export const bits = (values: Float32Array): string =>
  new Uint32Array(values.buffer, values.byteOffset, values.length).join(' ');
