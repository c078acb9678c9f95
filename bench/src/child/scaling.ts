import { readdirSync } from 'node:fs';
import { benchProgram, type BenchProgram } from './bench-program.js';
import { benchRecord } from './bench-record.js';
import type { Channel } from './channel.js';
import { openExchange } from './membership.js';
import type { StepExchange } from '@ringmaster/training';
import type { ScalingSpec } from './spec.js';

const never = new AbortController().signal;

/**
 * One rank of data-parallel training with a global batch: its shard's gradient, the exchange, the update. Values:
 * samples of all ranks a second. A request with `steps` 0 asks how much of everything the process holds.
 */
export async function run(
  { rank, world, model: name, batch }: ScalingSpec,
  channel: Channel,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const parts = await benchProgram(name, batch / world, env);
  const { weightCount, stateCount } = parts.program.layout;
  const shape = { rank, world, vectorLength: weightCount + stateCount };
  const { exchange, network } = await openExchange(shape, channel);
  const step = trainer(parts, exchange, batch);
  for (let i = 0; i < 3; i++) await step();
  await channel.serve(async ({ steps }) => {
    if (steps === 0) return tellHoldings(channel, parts);
    await exchange.exchangeRecords(0, [benchRecord(rank)], never);
    const started = performance.now();
    for (let i = 0; i < steps; i++) await step();
    return (batch * steps) / ((performance.now() - started) / 1_000);
  });
  await network.close();
  parts.program.dispose();
}

function trainer({ program, model, nextBatch }: BenchProgram, exchange: StepExchange, globalBatch: number) {
  const { weightCount } = program.layout;
  let step = 0;
  return async () => {
    step += 1;
    exchange.begin(step);
    const leaf = exchange.leaf(exchange.rank);
    const sums = program.gradient({
      batch: nextBatch(),
      globalBatch,
      seed: [1, step],
      gradientOut: leaf.subarray(0, weightCount),
      stateOut: leaf.subarray(weightCount),
    });
    exchange.contribute(exchange.rank);
    const record = benchRecord(exchange.rank, sums.loss, sums.samples);
    const { vector } = await exchange.finish([record], never);
    const [gradient, state] = [vector.subarray(0, weightCount), vector.subarray(weightCount)];
    program.update({ gradient, state, learningRate: model.learningRate, updates: step });
  };
}

function tellHoldings(channel: Channel, { program }: BenchProgram): number {
  channel.say({
    type: 'holdings',
    rssBytes: process.memoryUsage.rss(),
    tensors: program.tensorCount(),
    handles: readdirSync('/proc/self/fd').length,
  });
  return 0;
}
