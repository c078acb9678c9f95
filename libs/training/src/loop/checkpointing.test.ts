import type { ControlWord } from '../record.js';
import { TrainError } from '@ringmaster/core';
import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  linearJob,
  linearModel as program,
  memoryCheckpointStore,
  memoryDataset,
  trainInProcess,
} from '@ringmaster/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.js';
import { parseManifest } from '../checkpoint/manifest.js';
import type { EpochEvent } from './training-run.js';

const signal = new AbortController().signal;
const every = (everySteps: number, keep = 3) => linearJob({ checkpoint: { everySteps, keep } });
let undisturbed: string | undefined;
beforeAll(async () => {
  undisturbed = (await trainInProcess({ job: linearJob(), world: 1, dataset, program }))[0]?.weightsSha256;
});

describe('resume', () => {
  it.each([
    { first: 1, second: 3 },
    { first: 4, second: 2 },
    { first: 2, second: 1 },
  ])(
    'stops $first ranks in the middle of an epoch and goes on with $second, to the same bits',
    async ({ first, second }) => {
      const store = memoryCheckpointStore();
      // One rank asks for it, at step 10 of 21; all obey at the end of that step.
      const control = (rank: number, question: number): ControlWord =>
        rank === first - 1 && question === 9 ? 'stop' : 'none';
      const epochs: EpochEvent[] = [];
      const on = (rank: number) =>
        rank === 0 ? { onEpoch: (event: EpochEvent) => void epochs.push(event) } : {};
      const stopped = await trainInProcess({
        job: every(1000),
        world: first,
        dataset,
        program,
        store,
        control,
        on,
      });
      for (const outcome of stopped)
        expect(outcome).toMatchObject({ stopped: true, control: 'stop', steps: 10, metrics: {} });
      expect(await store.list(signal)).toEqual([10]);

      const job = every(1000);
      const resumed = await trainInProcess({
        job,
        world: second,
        dataset,
        program,
        store,
        resumeFrom: 'latest',
        on,
      });
      for (const outcome of resumed)
        expect(outcome).toMatchObject({
          stopped: false,
          steps: 21,
          samples: 159,
          weightsSha256: undisturbed,
        });

      const whole: EpochEvent[] = [];
      const listen = () => ({ onEpoch: (event: EpochEvent) => void whole.push(event) });
      await trainInProcess({ job: linearJob(), world: 1, dataset, program, on: listen });
      expect(epochs).toEqual(whole);
    },
  );

  it('goes on from a finished run without a step, with the same result', async () => {
    const store = memoryCheckpointStore();
    const [first] = await trainInProcess({ job: every(100), world: 2, dataset, program, store });
    const [again] = await trainInProcess({
      job: every(100),
      world: 1,
      dataset,
      program,
      store,
      resumeFrom: 21,
    });
    expect(again).toEqual(first);
  });

  it('falls back to the newest valid checkpoint', async () => {
    const store = memoryCheckpointStore();
    await trainInProcess({ job: every(5, 10), world: 1, dataset, program, store });
    for (const [step, file] of [
      [21, 'weights.safetensors'],
      [20, 'state.safetensors'],
      [15, 'slot-momentum.safetensors'],
    ] as const)
      store.corrupt(step, file);
    const passedOver: number[] = [];
    const loaded = await loadCheckpoint({
      store,
      step: 'latest',
      job: every(5),
      layout: program().layout,
      datasetHash: dataset.info.hash,
      signal,
      onCorrupt: (step) => void passedOver.push(step),
    });
    expect(passedOver).toEqual([21, 20, 15]);
    expect(loaded?.manifest.step).toBe(10);
    const [outcome] = await trainInProcess({
      job: every(5),
      world: 3,
      dataset,
      program,
      store,
      resumeFrom: 'latest',
    });
    expect(outcome?.weightsSha256).toBe(undisturbed);
    expect(await store.list(signal)).toEqual([15, 20, 21]);
  });

  it('refuses normaliser statistics other than the saved ones', async () => {
    const store = memoryCheckpointStore();
    await trainInProcess({ job: every(5), world: 1, dataset, program, store });
    const { manifest, files } = await store.load(21, signal);
    const other = { ...parseManifest(manifest), normalizer: { kind: 'standardize', mean: 1 } };
    await store.save(
      21,
      [...files].map(([name, bytes]) => ({ name, bytes })),
      new TextEncoder().encode(JSON.stringify(other)),
      signal,
    );
    const failing = trainInProcess({ job: every(5), world: 1, dataset, program, store, resumeFrom: 21 });
    await expect(failing).rejects.toMatchObject({ code: 'incompatible' });
  });
});

describe('saving', () => {
  it('keeps the newest, tells each one, and describes it in a manifest without a world size', async () => {
    const store = memoryCheckpointStore();
    const told: number[] = [];
    const on = () => ({ onCheckpoint: (step: number) => void told.push(step) });
    await trainInProcess({ job: every(4, 2), world: 2, dataset, program, store, on });
    expect(told.at(-1)).toBe(21);
    expect(await store.list(signal)).toEqual([20, 21]);
    const manifest = parseManifest((await store.load(20, signal)).manifest);
    expect(manifest).toMatchObject({
      step: 20,
      epoch: 2,
      dataset: { name: 'blobs', samples: { inputShape: dataset.info.inputShape, classes: 3 } },
      normalizer: { kind: 'none' },
    });
    expect(Object.keys(manifest.files).sort()).toEqual([
      'slot-momentum.safetensors',
      'state.safetensors',
      'weights.safetensors',
    ]);
  });

  it('saves on request, at the end of the step that carried the wish', async () => {
    const store = memoryCheckpointStore();
    const control = (rank: number, question: number): ControlWord =>
      rank === 1 && question === 6 ? 'checkpoint' : 'none';
    const [outcome] = await trainInProcess({ job: every(1000), world: 2, dataset, program, store, control });
    expect(outcome).toMatchObject({ stopped: false, weightsSha256: undisturbed });
    expect(await store.list(signal)).toEqual([7, 21]);
  });

  const full = () => new TrainError('disk_full', 'no space left for checkpoints');

  it('survives a failed save when an earlier checkpoint exists, and tells it', async () => {
    const store = memoryCheckpointStore();
    store.beforeSave = (step) => {
      if (step === 10) throw full();
    };
    const failed: string[] = [];
    const onCheckpointFailed = (step: number, { code }: TrainError) => void failed.push(`${step} ${code}`);
    const run = trainInProcess({
      job: every(5, 10),
      world: 2,
      dataset,
      program,
      store,
      on: () => ({ onCheckpointFailed }),
    });
    expect((await run)[0]?.weightsSha256).toBe(undisturbed);
    expect(failed).toEqual(['10 disk_full']);
    expect(await store.list(signal)).toEqual([5, 15, 20, 21]);
  });

  it.each([
    ['the first', 5],
    ['the last', 21],
  ])('fails when %s checkpoint cannot be saved', async (_which, broken) => {
    const store = memoryCheckpointStore();
    store.beforeSave = (step) => {
      if (step === broken) throw full();
    };
    const failing = trainInProcess({ job: every(5), world: 2, dataset, program, store });
    await expect(failing).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('does not hold up training while a save is slow, and saves the newest state that waited', async () => {
    const store = memoryCheckpointStore();
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    store.beforeSave = (step) => (step === 2 ? opened : undefined);
    const on = () => ({ onStep: ({ step }: { step: number }) => void (step === 19 && open()) });
    const [outcome] = await trainInProcess({ job: every(2, 100), world: 1, dataset, program, store, on });
    expect(outcome?.weightsSha256).toBe(undisturbed);
    const steps = await store.list(signal);
    expect(steps[0]).toBe(2);
    expect(steps.at(-1)).toBe(21);
    expect(steps).not.toContain(4);
  });
});

describe('samples that are not finite', () => {
  const poisonedData = (...poisoned: number[]) =>
    memoryDataset({
      sizes: { train: 53, validation: 17, test: 29 },
      inputs: BLOB_INPUTS,
      classes: BLOB_CLASSES,
      poisoned,
    });

  it.each([1, 2, 4])('are skipped by all of %i ranks together, counted and named', async (world) => {
    const named: { ids: readonly number[] }[] = [];
    const on = (rank: number) =>
      rank === 0 ? { onSkippedStep: (event: { ids: readonly number[] }) => void named.push(event) } : {};
    const outcomes = await trainInProcess({
      job: linearJob(),
      world,
      dataset: poisonedData(17),
      program,
      on,
    });
    expect(new Set(outcomes.map(({ weightsSha256 }) => weightsSha256)).size).toBe(1);
    expect(outcomes[0]).toMatchObject({ steps: 21, samples: 159, skippedSteps: 3 });
    expect(named).toHaveLength(3);
    for (const { ids } of named) {
      expect(ids).toContain(17);
      expect(ids.length).toBeLessThanOrEqual(2);
    }
    expect(outcomes[0]?.metrics['loss']).toBeLessThan(1);
  });

  it('end the run after too many steps in a row, with the ids of the last one', async () => {
    const everything = Array.from({ length: 53 }, (_, id) => id);
    const job = linearJob({ maxNonFiniteSteps: 4 });
    const failing = trainInProcess({ job, world: 3, dataset: poisonedData(...everything), program });
    await expect(failing).rejects.toMatchObject({ code: 'non_finite', details: { step: 3 } });
    await expect(failing).rejects.toThrow(
      /4 steps in a row, up to step 3, shards 0, 1, 2, 3: training samples \d+/,
    );
  });

  it('give the same bits for every world, and across a resume', async () => {
    const dataset = poisonedData(17, 40);
    const hashes = new Set<string | undefined>();
    for (const world of [1, 3]) {
      const store = memoryCheckpointStore();
      const run = { job: every(9), dataset, program, store };
      const [outcome] = await trainInProcess({ ...run, world });
      hashes.add(outcome?.weightsSha256);
      const [resumed] = await trainInProcess({ ...run, world: 2, resumeFrom: 9 });
      hashes.add(resumed?.weightsSha256);
      expect(resumed?.skippedSteps).toBe(outcome?.skippedSteps);
    }
    expect(hashes.size).toBe(1);
  });
});
