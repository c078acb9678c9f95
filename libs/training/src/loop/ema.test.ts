import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  linearJob,
  linearProgram,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import { expect, it } from 'vitest';
import type { EvaluateEvent } from './training-run.js';

const DECAY = 0.8;
const signal = new AbortController().signal;
const program = () =>
  linearProgram({ inputs: BLOB_INPUTS, classes: BLOB_CLASSES, dropout: 0.2, emaDecay: DECAY });
const job = linearJob({ ema: { decay: DECAY }, checkpoint: { everySteps: 5, keep: 9 } });

it('ends with the averaged weights, and evaluates them', async () => {
  const [trained, raw] = [program(), program()];
  const evaluations: EvaluateEvent[] = [];
  const on = () => ({ onEvaluate: (event: EvaluateEvent) => void evaluations.push(event) });
  const [averaged] = await trainInProcess({ job, world: 1, dataset, program: () => trained, on });
  const [plain] = await trainInProcess({ job: linearJob(), world: 1, dataset, program: () => raw });
  expect(averaged?.weightsSha256).not.toBe(plain?.weightsSha256);
  const { weights, slots } = trained.read();
  expect(weights).toEqual(slots[1]);
  expect(slots[1]).toEqual(raw.read().slots[1]);
  const ids = Uint32Array.from({ length: 17 }, (_, id) => id);
  const whole = trained.evaluate(dataset.read('validation', ids));
  const last = evaluations.filter(({ split }) => split === 'validation').at(-1);
  expect(last?.metrics['loss']).toBeCloseTo(whole.loss / 17, 12);
  expect(raw.evaluate(dataset.read('validation', ids)).loss).not.toBeCloseTo(whole.loss, 3);
});

it('gives the same bits for every world, and from any checkpoint with another one', async () => {
  const store = memoryCheckpointStore();
  const [whole] = await trainInProcess({ job, world: 2, dataset, program, store });
  for (const world of [1, 4])
    expect((await trainInProcess({ job, world, dataset, program }))[0]).toEqual(whole);
  expect(await store.list(signal)).toEqual([5, 10, 15, 20, 21]);
  for (const resumeFrom of [5, 15, 21])
    expect((await trainInProcess({ job, world: 3, dataset, program, store, resumeFrom }))[0]).toEqual(whole);
});

it('restores the averaged weights of the best evaluation', async () => {
  const training = { ema: { decay: DECAY }, evaluateEvery: 2, earlyStopping: { patience: 2 }, epochs: 20 };
  const optimizer = { kind: 'sgd', learningRate: 1.5 } as const;
  const stopping = linearJob(training, { optimizer, schedule: { kind: 'constant' } });
  const decided: { step: number; best: number | null; bestStep: number }[] = [];
  const trained = program();
  const on = () => ({ onDecision: (event: (typeof decided)[number]) => void decided.push(event) });
  const [outcome] = await trainInProcess({ job: stopping, world: 1, dataset, program: () => trained, on });
  expect(outcome?.steps).toBe((decided[0]?.bestStep ?? NaN) + 4);
  const ids = Uint32Array.from({ length: 17 }, (_, id) => id);
  expect(trained.evaluate(dataset.read('validation', ids)).loss / 17).toBeCloseTo(
    decided[0]?.best ?? NaN,
    12,
  );
});
