import { systemClock } from '@ringmaster/core';
import {
  blobs,
  inProcessMembers,
  linearJob,
  linearModel,
  memoryCheckpointStore,
  memoryExchanges,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import type { StepExchange } from '../ports/step-exchange.js';
import type { StepProgram } from '../ports/step-program.js';
import { runTraining } from './run-training.js';
import type { StepEvent } from './training-run.js';

const SHARD_MS = 2;
const SLOWNESS = 5;
const job = linearJob({ shards: 8, verifyReplicasEvery: 1, onDrift: 'heal', shardRanges: 'proportional' });

/** Computes the same bits, and takes its time for each shard. */
function taking(ms: number): StepProgram {
  const program = linearModel();
  const gradient: StepProgram['gradient'] = (call) => {
    const until = systemClock.monotonicMs() + ms;
    while (systemClock.monotonicMs() < until);
    return program.gradient(call);
  };
  return { ...program, gradient };
}

const open = (shardCounts: readonly number[] | undefined, world = shardCounts?.length ?? 1) => {
  const { weightCount, stateCount } = linearModel().layout;
  return memoryExchanges({
    world,
    shards: 8,
    vectorLength: weightCount + stateCount,
    bucketBytes: 64,
    shardCounts,
  });
};

const trainRank = (o: {
  readonly exchange: StepExchange;
  readonly program: StepProgram;
  readonly regroup?: ReturnType<ReturnType<typeof inProcessMembers>['regroup']>;
  readonly wantsResize?: () => boolean;
  readonly onStep?: (event: StepEvent) => void;
}) =>
  runTraining({
    ...{ job, dataset: blobs, clock: systemClock, signal: new AbortController().signal },
    program: o.program,
    exchange: o.exchange,
    ...(o.regroup && { regroup: o.regroup }),
    checkpoints: memoryCheckpointStore(),
    pipelines: plainPipelines,
    normalizer: { kind: 'none' },
    control: () => (o.wantsResize?.() ? 'resize' : 'none'),
    on: { ...(o.onStep && { onStep: o.onStep }) },
  });

describe('shards that are shared unevenly', () => {
  const even = trainInProcess({ job, world: 2, dataset: blobs, program: linearModel });

  it.each([[[7, 1]], [[3, 5]], [[1, 6, 1]], [[2, 1, 4, 1]], [[1, 1, 1, 5]], [[8]]])(
    'give the bits of the even run: %j',
    async (counts) => {
      const { exchanges } = open(counts);
      const outcomes = await Promise.all(
        exchanges.map((exchange) => trainRank({ exchange, program: linearModel() })),
      );
      const [reference] = await even;
      for (const outcome of outcomes) expect(outcome).toEqual(reference);
      expect(exchanges.map(({ owned }) => owned.length)).toEqual(counts);
    },
  );

  it('take work from a rank that is five times slower, from one step to the next, and leave the bits alone', async () => {
    const first = open(undefined, 2);
    const members = inProcessMembers(first, () => open([7, 1]));
    void members.expect(2);
    const events: StepEvent[][] = [[], []];
    let wants = false;
    const outcomes = await Promise.all(
      first.exchanges.map((exchange, rank) =>
        trainRank({
          exchange,
          program: taking(rank === 1 ? SHARD_MS * SLOWNESS : SHARD_MS),
          regroup: members.regroup(rank),
          wantsResize: () => wants,
          onStep: (event) => {
            wants = event.step === 9;
            events[rank]?.push(event);
          },
        }),
      ),
    );
    const [reference] = await even;
    for (const outcome of outcomes) expect(outcome).toEqual(reference);
    const change = events[1]?.findIndex(({ shards }) => shards === 1) ?? -1;
    expect(change).toBeGreaterThanOrEqual(9);
    expect(events[0]?.slice(change).every(({ shards }) => shards === 7)).toBe(true);
    // Of full steps: what the slow rank computes of them is a quarter of what it was.
    const compute = (events_: readonly StepEvent[]) => events_.map(({ phases }) => phases.compute);
    const before = Math.min(...compute(events[1]?.slice(0, 6) ?? []));
    const after = Math.min(...compute(events[1]?.slice(change, change + 4) ?? []));
    expect(before).toBeGreaterThanOrEqual(4 * SHARD_MS * SLOWNESS);
    expect(after).toBeLessThan(before / 2);
  });
});
