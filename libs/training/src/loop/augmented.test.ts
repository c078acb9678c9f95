import { evaluationPipeline, openDataset, trainingPipeline } from '@ringmaster/data';
import { linearJob, linearProgram, trainInProcess } from '@ringmaster/testkit';
import { expect, it } from 'vitest';
import type { StepEvent } from './training-run.js';

const job = linearJob(
  { epochs: 2 },
  {
    data: {
      ...{ dataset: 'synthetic', batchSize: 16, normalize: 'none' },
      config: { kind: 'shapes', size: 8, train: 48, validation: 8, test: 8 },
      augment: [
        { kind: 'flip' },
        { kind: 'rotate', degrees: 20 },
        { kind: 'resizedCrop' },
        { kind: 'contrast', factor: 0.3 },
        { kind: 'noise', std: 0.05 },
        { kind: 'cutout', pixels: 2 },
        { kind: 'randAugment' },
      ],
    },
  },
);
const { data, training } = job;
const source = () => ({ read: () => Promise.reject(new Error('a generator read a file')) });
const dataset = await openDataset(data, { source, seed: training.seed });
const normalizer = { kind: 'none' } as const;

it('trains on augmented images with the same bits on 1 and on 4 workers, and on others without', async () => {
  const runs = [];
  for (const [world, augment] of [
    [1, data.augment],
    [4, data.augment],
    [1, []],
  ] as const) {
    const losses: number[] = [];
    const [outcome] = await trainInProcess({
      ...{ job, world, dataset },
      program: () => linearProgram({ inputs: 64, classes: 3 }),
      pipelines: {
        training: (from) =>
          trainingPipeline(from, { ...data, augment: [...augment] }, { seed: training.seed, normalizer }),
        evaluation: (from) => evaluationPipeline(from, data, { normalizer }),
      },
      on: (rank) => (rank > 0 ? {} : { onStep: ({ loss }: StepEvent) => void losses.push(loss) }),
    });
    runs.push({ sha: outcome?.weightsSha256, losses, metrics: outcome?.metrics });
  }
  const [one, four, plain] = runs;
  expect(one?.losses).toHaveLength(6);
  expect(four).toEqual(one);
  expect(plain?.sha).not.toBe(one?.sha);
});
