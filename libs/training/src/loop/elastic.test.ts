import { systemClock, TrainError } from '@ringmaster/core';
import {
  blobs,
  type InProcessMembers,
  inProcessMembers,
  linearJob,
  linearModel,
  memoryCheckpointStore,
  memoryExchanges,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';

import { describe, expect, it } from 'vitest';
import type { NextGeneration } from '../ports/regroup.js';
import { runTraining } from './run-training.js';

const job = linearJob();
const never = new AbortController().signal;

function trainRank(
  start: NextGeneration,
  members: InProcessMembers,
  o: { onStep?(step: number): void; wantsResize?(): boolean } = {},
) {
  const program = linearModel();
  return runTraining({
    ...{ job, program, dataset: blobs, clock: systemClock, signal: never },
    exchange: start.exchange,
    ...(start.handover && { handover: start.handover }),
    regroup: members.regroup,
    checkpoints: memoryCheckpointStore(),
    pipelines: plainPipelines,
    normalizer: { kind: 'none' },
    control: () => (o.wantsResize?.() ? 'resize' : 'none'),
    on: { onStep: ({ step }) => o.onStep?.(step) },
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
  const undisturbed = trainInProcess({ job, world: 1, dataset: blobs, program: linearModel });

  it.each([1, 2, 6, 7, 8, 13, 20, 21])(
    'a rank that vanishes around step %i: the others end with the same bits',
    async (at) => {
      const { set, members } = open(3);
      void members.expect(2);
      const lost = trainRank({ exchange: set.exchanges[2]! }, members, {
        onStep: (step) => {
          if (step !== at) return;
          void members.kill(2);
          throw new TrainError('rank_crashed', 'killed');
        },
      });
      const [, a, b] = await Promise.all([
        expect(lost).rejects.toMatchObject({ code: 'rank_crashed' }),
        ...[0, 1].map((rank) => trainRank({ exchange: set.exchanges[rank]! }, members)),
      ]);
      const [reference] = await undisturbed;
      for (const outcome of [a, b]) expect(outcome).toEqual(reference);
    },
  );

  it('a newcomer takes the state over at a step boundary', async () => {
    const { set, members } = open(2);
    void members.expect(3);
    let wants = false;
    const joined = members.join().then((next) => trainRank(next!, members));
    const outcomes = await Promise.all([
      ...[0, 1].map((rank) =>
        trainRank({ exchange: set.exchanges[rank]! }, members, {
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
