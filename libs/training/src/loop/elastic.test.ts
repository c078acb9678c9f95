import type { ResolvedJob } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import {
  blobs,
  type InProcessMembers,
  inProcessMembers,
  linearJob,
  linearModel,
  memoryCheckpointStore,
  memoryExchanges,
  memoryFeed,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';

import { describe, expect, it } from 'vitest';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import type { NextGeneration } from '../ports/regroup.js';
import type { StepProgram } from '../ports/step-program.js';
import { runTraining } from './run-training.js';
import type { GenerationEvent } from './training-run.js';

const plain = linearJob();
const never = new AbortController().signal;

function trainRank(
  number: number,
  start: NextGeneration,
  members: InProcessMembers,
  o: {
    readonly job?: ResolvedJob;
    onStep?(step: number, program: StepProgram): void;
    wantsResize?(): boolean;
    onGeneration?(event: GenerationEvent): void;
    readonly store?: CheckpointStore;
  } = {},
) {
  const program = linearModel();
  const job = o.job ?? plain;
  return runTraining({
    ...{ job, program, dataset: blobs, clock: systemClock, signal: never },
    exchange: start.exchange,
    ...(start.handover && { handover: start.handover }),
    regroup: members.regroup(number),
    checkpoints: o.store ?? memoryCheckpointStore(),
    pipelines: plainPipelines,
    // Both ways to get batches are in one gang: they are the same batches.
    ...(number === 1 && { feed: memoryFeed(({ split, ids }) => blobs.read(split ?? 'train', ids)) }),
    normalizer: { kind: 'none' },
    control: () => (o.wantsResize?.() ? 'resize' : 'none'),
    on: {
      onStep: ({ step }) => o.onStep?.(step, program),
      onGeneration: (event) => o.onGeneration?.(event),
    },
  });
}

const open = (world: number) => {
  const { weightCount, stateCount } = linearModel().layout;
  const vectorLength = weightCount + stateCount;
  const openFor = (size: number) =>
    memoryExchanges({ world: size, shards: 4, vectorLength, bucketBytes: 64 });
  const set = openFor(world);
  return { set, members: inProcessMembers(set, openFor) };
};

describe('a run whose members change', () => {
  const undisturbed = trainInProcess({ job: plain, world: 1, dataset: blobs, program: linearModel });

  it.each([1, 2, 6, 7, 8, 13, 20, 21])(
    'a rank that vanishes around step %i: the others end with the same bits',
    async (at) => {
      const { set, members } = open(3);
      void members.expect(2);
      const lost = trainRank(2, { exchange: set.exchanges[2]! }, members, {
        onStep: (step) => {
          if (step !== at) return;
          void members.kill(2);
          throw new TrainError('rank_crashed', 'killed');
        },
      });
      const [, a, b] = await Promise.all([
        expect(lost).rejects.toMatchObject({ code: 'rank_crashed' }),
        ...[0, 1].map((rank) => trainRank(rank, { exchange: set.exchanges[rank]! }, members)),
      ]);
      const [reference] = await undisturbed;
      for (const outcome of [a, b]) expect(outcome).toEqual(reference);
    },
  );

  it('a newcomer takes the state over at a step boundary', async () => {
    const { set, members } = open(2);
    void members.expect(3);
    let wants = false;
    const joined = members.join(2).then((next) => trainRank(2, next!, members));
    const outcomes = await Promise.all([
      ...[0, 1].map((rank) =>
        trainRank(rank, { exchange: set.exchanges[rank]! }, members, {
          onStep: (step) => (wants = step === 9),
          wantsResize: () => wants,
        }),
      ),
      joined,
    ]);
    const [reference] = await undisturbed;
    for (const outcome of outcomes) expect(outcome).toEqual(reference);
  });
});

/** Flips the lowest bit of one weight, as a broken memory would. */
function flipBit(program: StepProgram, what: 'weights' | 'slots' = 'weights'): void {
  const replica = program.read();
  const vector = what === 'weights' ? replica.weights : (replica.slots[0] as Float32Array);
  const bits = new Uint32Array(vector.buffer, vector.byteOffset, 1);
  bits[0] = (bits[0] ?? 0) ^ 1;
  program.write(replica);
}

describe('a replica whose memory changes by itself', () => {
  const undisturbed = trainInProcess({ job: plain, world: 1, dataset: blobs, program: linearModel });

  /** Three ranks, of which `broken` has a bit flipped after step `at`. */
  const train = (job: ResolvedJob, broken: number, at: number, what?: 'weights' | 'slots') => {
    const { set, members } = open(3);
    void members.expect(3);
    const entered: GenerationEvent[][] = [[], [], []];
    const store = memoryCheckpointStore();
    const outcomes = Promise.allSettled(
      [0, 1, 2].map((rank) =>
        trainRank(rank, { exchange: set.exchanges[rank]! }, members, {
          ...{ job, store },
          onStep: (step, program) =>
            step === at && rank === broken && entered[rank]?.length === 0 && flipBit(program, what),
          onGeneration: (event) => entered[rank]?.push(event),
        }),
      ),
    );
    return { outcomes, entered, store };
  };

  it.each([
    ['weights', 0, 9],
    ['weights', 2, 1],
    ['slots', 1, 13],
    ['weights', 1, 20],
  ] as const)(
    'is healed before a step was taken with it: %s of rank %i after step %i',
    async (what, broken, at) => {
      const job = linearJob({ verifyReplicasEvery: 1, onDrift: 'heal' });
      const { outcomes, entered } = train(job, broken, at, what);
      const [reference] = await undisturbed;
      for (const outcome of await outcomes) expect(outcome).toMatchObject({ value: reference });
      expect(entered.flat().filter(({ tookOver }) => tookOver)).toMatchObject([{ step: at }]);
      expect(entered[broken]).toMatchObject([{ tookOver: true }]);
    },
  );

  it('ends the job, unless it is to be healed, with the rank and the step', async () => {
    const job = linearJob({ verifyReplicasEvery: 1 });
    for (const outcome of await train(job, 1, 9).outcomes)
      expect(outcome).toMatchObject({ reason: { code: 'replica_drift', details: { step: 9, ranks: [1] } } });
  });
});
