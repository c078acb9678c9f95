import { writeSync } from 'node:fs';
import type { JobDocumentInput } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  inProcessMembers,
  linearJob,
  memoryCheckpointStore,
  memoryExchanges,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';
import {
  jobOptimizer,
  jobTask,
  type NextGeneration,
  runTraining,
  type StepProgram,
} from '@ringmaster/training';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

const SHARDS = 4;
/** All that changes a step between the model and the update. */
const training: JobDocumentInput['training'] = {
  shards: SHARDS,
  swa: { start: 6, every: 3 },
  regularization: { l1: 1e-4, l2: 1e-3 },
  clipValue: 0.05,
  adversarial: { kind: 'fgsm', epsilon: 0.1 },
  checkpoint: { everySteps: 5, keep: 9 },
};
const OPTIMIZERS = [
  { kind: 'lamb', learningRate: 0.01 },
  { kind: 'lars', learningRate: 1 },
  { kind: 'lion', learningRate: 0.005 },
] as const;

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: the states of lars and lion; npm run test:full compares them\n');

const jobOf = (optimizer: (typeof OPTIMIZERS)[number]) => linearJob(training, { optimizer });
type Job = ReturnType<typeof jobOf>;

function programOf(job: Job): StepProgram {
  const kernelInitializer = (seed: number) => initializers.glorotUniform({ seed });
  const model = sequential({
    layers: [
      layers.dense({
        name: 'hidden',
        units: 5,
        activation: 'tanh',
        inputShape: [BLOB_INPUTS],
        kernelInitializer: kernelInitializer(1),
      }),
      layers.dense({ name: 'logits', units: BLOB_CLASSES, kernelInitializer: kernelInitializer(2) }),
    ],
  });
  const { adversarial } = job.training;
  return createStepProgram({ model, task: jobTask(job), optimizer: jobOptimizer(job), adversarial });
}

/** Two ranks, a third that joins them after step 9. */
async function growing(job: Job) {
  const programs = [programOf(job), programOf(job), programOf(job)] as const;
  const { weightCount, stateCount } = programs[0].layout;
  const open = (world: number) =>
    memoryExchanges({ world, shards: SHARDS, vectorLength: weightCount + stateCount, bucketBytes: 64 });
  const first = open(2);
  const members = inProcessMembers(first, open);
  void members.expect(3);
  let wants = false;
  const train = (number: number, start: NextGeneration | undefined) =>
    runTraining({
      ...{ job, dataset, clock: systemClock, signal: new AbortController().signal },
      program: programs[number]!,
      exchange: start!.exchange,
      ...(start?.handover && { handover: start.handover }),
      regroup: members.regroup(number),
      checkpoints: memoryCheckpointStore(),
      pipelines: plainPipelines,
      normalizer: { kind: 'none' },
      control: () => (wants ? 'resize' : 'none'),
      on: { onStep: ({ step }) => (wants = step === 9) },
    });
  const joined = members.join(2).then((next) => train(2, next));
  const outcomes = await Promise.all([
    ...first.exchanges.map((exchange, rank) => train(rank, { exchange })),
    joined,
  ]);
  return { outcomes, replicas: programs.map((program) => program.read()) };
}

describeNative('the state of an optimizer', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(OPTIMIZERS.slice(0, isFull ? undefined : 1))(
    'of $kind, and its mean of weights, come out of a checkpoint and a resize with the same bits',
    async (optimizer) => {
      const job = jobOf(optimizer);
      const store = memoryCheckpointStore();
      const run = async (world: number, resumeFrom?: number) => {
        const programs: StepProgram[] = [];
        const program = () => {
          const one = programOf(job);
          programs.push(one);
          return one;
        };
        const resume = resumeFrom === undefined ? {} : { store, resumeFrom };
        const outcomes = await trainInProcess({ job, world, dataset, program, store, ...resume });
        return { outcomes, replicas: programs.map((one) => one.read()) };
      };
      const whole = await run(1);
      const [outcome] = whole.outcomes;
      const [replica] = whole.replicas;
      expect(outcome?.steps).toBe(21);
      // The mean of weights is what the run ends with.
      expect(replica?.slots.at(-1)).toEqual(replica?.weights);
      expect(replica?.slots[0]?.some((value) => value !== 0)).toBe(true);
      for (const other of [await run(2, 10), await growing(job)]) {
        for (const each of other.outcomes) expect(each).toEqual(outcome);
        for (const each of other.replicas) expect(each).toEqual(replica);
      }
    },
  );
});
