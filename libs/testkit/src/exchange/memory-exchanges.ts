import { AllReduce, planBuckets } from '@ringmaster/collective';
import type { Reduce } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { collectiveExchange, type StepExchange } from '@ringmaster/training';
import { loopback, type LoopbackOptions } from '../transport/loopback.js';

export interface ExchangeShape {
  readonly world: number;
  readonly shards: number;
  /** Elements of gradient and state together. */
  readonly vectorLength: number;
  /** Cuts the vector into buckets of this many bytes; by default as a real run does. */
  readonly bucketBytes?: number;
  /** How many shards each rank computes; evenly shared by default. */
  readonly shardCounts?: readonly number[] | undefined;
  /** How ranks sum; `canonical` by default. */
  readonly reduce?: Reduce | undefined;
}

export interface OpenExchanges {
  /** One per rank. */
  readonly exchanges: readonly StepExchange[];
  /** The rank vanishes without a word to the others. */
  kill(rank: number): Promise<void>;
  close(): Promise<void>;
}

/** The exchanges of all ranks in one process, over the loopback transport. */
export function memoryExchanges(shape: ExchangeShape, wire: Partial<LoopbackOptions> = {}): OpenExchanges {
  const { world, shards, vectorLength, shardCounts } = shape;
  const { transports, kill } = loopback({ ...wire, world, membership: () => ({ shardCounts }) });
  const exchanges = transports.map((transport) =>
    collectiveExchange(
      new AllReduce({
        transport,
        shards,
        vectorLength,
        buckets: planBuckets(vectorLength, shape.bucketBytes),
        reduce: shape.reduce,
        clock: systemClock,
      }),
    ),
  );
  return {
    exchanges,
    kill: async (rank) => kill(rank),
    close: async () => void (await Promise.all(exchanges.map((exchange) => exchange.close()))),
  };
}
