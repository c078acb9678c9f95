import { AllReduce, planBuckets } from '@ringmaster/collective';
import { systemClock } from '@ringmaster/core';
import { collectiveExchange, type StepExchange } from '@ringmaster/training';
import { loopback } from '../transport/loopback.js';

/** The step exchanges of one generation in one process, by rank: the real collective over loopback wires. */
export function loopbackExchanges(o: {
  readonly world: number;
  readonly shards: number;
  readonly vectorLength: number;
}): readonly StepExchange[] {
  // Small buckets, so that even a small model is cut into several.
  const buckets = planBuckets(o.vectorLength, 64);
  return loopback({ world: o.world }).transports.map((transport) =>
    collectiveExchange(new AllReduce({ transport, ...o, buckets, clock: systemClock })),
  );
}
