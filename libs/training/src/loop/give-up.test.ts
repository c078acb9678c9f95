import { systemClock, TrainError } from '@ringmaster/core';
import {
  blobs,
  linearJob,
  linearModel,
  memoryCheckpointStore,
  memoryExchanges,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../checkpoint/manifest.js';
import type { Regroup, Seal } from '../ports/regroup.js';
import { runTraining } from './run-training.js';

const never = new AbortController().signal;
/** The best evaluation is restored: one that is left out changes the bits. */
const job = linearJob({ earlyStopping: { patience: 50 }, evaluateEvery: 7, checkpoint: { everySteps: 100 } });

/** Rank 0 of two, which loses the other one after step `at` and finds nobody who forms another generation. */
async function giveUp(at: number) {
  const { weightCount, stateCount } = linearModel().layout;
  const vectorLength = weightCount + stateCount;
  const { exchanges, kill } = memoryExchanges({ world: 2, shards: 4, vectorLength, bucketBytes: 64 });
  const store = memoryCheckpointStore();
  const seals: Seal[] = [];
  const regroup: Regroup = {
    numberOf: (rank) => rank,
    next: async (seal) => {
      seals.push(seal);
      return 'givenUp';
    },
  };
  const train = (rank: number, onStep: (step: number) => void) =>
    runTraining({
      ...{ job, program: linearModel(), dataset: blobs, clock: systemClock, signal: never, regroup },
      ...{ exchange: exchanges[rank]!, pipelines: plainPipelines, normalizer: { kind: 'none' } },
      checkpoints: rank === 0 ? store : memoryCheckpointStore(),
      control: () => 'none',
      on: { onStep: ({ step }) => onStep(step) },
    });
  const lost = train(1, (step) => {
    if (step !== at) return;
    void kill(1);
    throw new TrainError('rank_crashed', 'killed');
  });
  const [outcome] = await Promise.all([
    train(0, () => undefined),
    expect(lost).rejects.toMatchObject({ code: 'rank_crashed' }),
  ]);
  return { outcome, store, seals };
}

describe('a rank that holds its state while nobody can form another generation', () => {
  const undisturbed = trainInProcess({ job, world: 1, dataset: blobs, program: linearModel });

  it.each([1, 6, 7, 8, 14, 20, 21])(
    'saves it when it gives up, lost after step %i, and a run goes on from it with the same bits',
    async (at) => {
      const { outcome, store, seals } = await giveUp(at);
      const { position, weightsSha256 } = seals[0]!;
      expect(outcome).toMatchObject({ stopped: true, control: 'stop', steps: position.step, weightsSha256 });
      const steps = await store.list(never);
      expect(steps.at(-1)).toBe(position.step);
      const { rest } = parseManifest((await store.load(position.step, never)).manifest);
      // An evaluation that was under way is made good by whoever goes on.
      expect(rest).toEqual(at % 7 === 0 ? { report: false, evaluate: true } : undefined);
      const run = { job, dataset: blobs, program: linearModel, store };
      const [resumed] = await trainInProcess({ ...run, world: 3, resumeFrom: 'latest' });
      const [reference] = await undisturbed;
      expect(resumed).toEqual(reference);
    },
  );
});
