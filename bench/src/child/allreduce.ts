import { benchRecord } from './bench-record.js';
import type { Channel } from './channel.js';
import { openExchange } from './membership.js';
import type { AllReduceSpec } from './spec.js';

const never = new AbortController().signal;

/** One rank of an all-reduce as training does it. Values: bytes of the vector a second. */
export async function run({ rank, world, bytes }: AllReduceSpec, channel: Channel): Promise<void> {
  const { exchange, network } = await openExchange({ rank, world, vectorLength: bytes / 4 }, channel);
  let step = 0;
  const reduce = async () => {
    exchange.begin(step++);
    exchange.contribute(rank);
    await exchange.finish([benchRecord(rank)], never);
  };
  await reduce();
  await reduce();
  await channel.serve(async ({ times }) => {
    // All ranks are there before the clock starts.
    await exchange.exchangeRecords(step, [benchRecord(rank)], never);
    const started = performance.now();
    for (let i = 0; i < times; i++) await reduce();
    return (bytes * times) / ((performance.now() - started) / 1_000);
  });
  await network.close();
}
