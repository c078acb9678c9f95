import type { JobDocumentInput, ResolvedJob } from '@ringmaster/contracts';
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
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../checkpoint/manifest.js';
import type { DecisionEvent, StepEvent } from './training-run.js';

const signal = new AbortController().signal;
/** A rate so high that the validation loss soon goes up and down. */
const optimizer = { kind: 'sgd', learningRate: 1.5 } as const;

function jobOf(training: JobDocumentInput['training'], schedule: JobDocumentInput['schedule']): ResolvedJob {
  const checkpoint = { everySteps: 3, keep: 100 };
  return linearJob({ epochs: 8, evaluateEvery: 4, checkpoint, ...training }, { optimizer, schedule });
}

async function follow(job: ResolvedJob, world: number, resume?: { from: number; store: Store }) {
  const store = resume?.store ?? memoryCheckpointStore();
  const decisions: DecisionEvent[] = [];
  const rates: number[] = [];
  const on = (rank: number) =>
    rank > 0
      ? {}
      : {
          onDecision: (event: DecisionEvent) => void decisions.push(event),
          onStep: ({ learningRate }: StepEvent) => void rates.push(learningRate),
        };
  const resumeFrom = resume && { resumeFrom: resume.from };
  const outcomes = await trainInProcess({ job, world, dataset, program, store, on, ...resumeFrom });
  expect(new Set(outcomes.map(({ weightsSha256 }) => weightsSha256)).size).toBe(1);
  const [outcome] = outcomes;
  if (!outcome) throw new Error('no outcome');
  return { outcome, decisions, rates, store };
}
type Store = ReturnType<typeof memoryCheckpointStore>;

const manifestAt = async (store: Store, step: number) =>
  parseManifest((await store.load(step, signal)).manifest);

describe('early stopping', () => {
  const job = jobOf({ earlyStopping: { patience: 3 } }, { kind: 'constant' });

  it('ends the run at the same step, with the same weights, for every number of workers', async () => {
    const [one, ...others] = [await follow(job, 1), await follow(job, 2), await follow(job, 4)];
    expect(one?.decisions).toHaveLength(1);
    expect(one?.decisions[0]).toMatchObject({ kind: 'earlyStop', monitor: 'loss' });
    expect(one?.outcome.stopped).toBe(false);
    expect(one?.outcome.steps).toBeLessThan(56);
    expect(one?.outcome.metrics['accuracy']).toBeGreaterThan(0);
    for (const other of others) {
      expect(other.outcome).toEqual(one?.outcome);
      expect(other.decisions).toEqual(one?.decisions);
    }
  });

  it('ends with the weights of the best evaluation, or with the last ones', async () => {
    const everyStep = { checkpoint: { everySteps: 1, keep: 100 } };
    const best = await follow(
      jobOf({ earlyStopping: { patience: 3 }, ...everyStep }, { kind: 'constant' }),
      2,
    );
    const { bestStep = 0, step = 0 } = best.decisions[0] ?? {};
    expect(bestStep).toBe(step - 12);
    expect((await manifestAt(best.store, bestStep)).weightsSha256).toBe(best.outcome.weightsSha256);
    const plain = jobOf(
      { earlyStopping: { patience: 3, restoreBest: false }, ...everyStep },
      { kind: 'constant' },
    );
    const last = await follow(plain, 2);
    expect((await manifestAt(last.store, step)).weightsSha256).toBe(last.outcome.weightsSha256);
    expect(last.outcome.weightsSha256).not.toBe(best.outcome.weightsSha256);
    expect([...(await last.store.load(step, signal)).files.keys()]).not.toContain('best-weights.safetensors');
  });

  it('goes on from any checkpoint with another number of workers to the same end', async () => {
    const whole = await follow(job, 1);
    for (const from of (await whole.store.list(signal)).slice(2)) {
      const resumed = await follow(job, 3, { from, store: whole.store });
      expect(resumed.outcome, `from step ${from}`).toEqual(whole.outcome);
    }
  });

  it('trains on when a finished run is resumed with more patience', async () => {
    const short = await follow(job, 1);
    const patient = jobOf({ earlyStopping: { patience: 50 } }, { kind: 'constant' });
    const resumed = await follow(patient, 1, { from: short.outcome.steps, store: short.store });
    expect(resumed.outcome.steps).toBe(56);
  });
});

describe('a plateau schedule', () => {
  const job = jobOf({}, { kind: 'plateau', patience: 2, factor: 0.5, cooldown: 1 });

  it('reduces the learning rate of every rank at the same step, for every number of workers', async () => {
    const [one, three] = [await follow(job, 1), await follow(job, 3)];
    expect(one.decisions.length).toBeGreaterThan(1);
    for (const [n, { kind, step }] of one.decisions.entries()) {
      expect(kind).toBe('reduceLearningRate');
      if (step === 56) continue;
      expect(one.rates.slice(step - 1, step + 1)).toEqual([1.5 * 0.5 ** n, 1.5 * 0.5 ** (n + 1)]);
    }
    expect(three).toMatchObject({ outcome: one.outcome, decisions: one.decisions, rates: one.rates });
  });

  it('remembers its state in the checkpoint, whatever world resumes it', async () => {
    const whole = await follow(job, 2);
    for (const from of [12, 24, 36, 51]) {
      const resumed = await follow(job, 3, { from, store: whole.store });
      expect(resumed.outcome, `from step ${from}`).toEqual(whole.outcome);
      expect(resumed.rates).toEqual(whole.rates.slice(from));
    }
  });

  it('starts over when a checkpoint of another schedule is resumed', async () => {
    const before = await follow(jobOf({}, { kind: 'constant' }), 1);
    expect((await manifestAt(before.store, 12)).callbacks).toBeUndefined();
    const resumed = await follow(job, 1, { from: 12, store: before.store });
    expect(resumed.rates[0]).toBe(1.5);
    expect((await manifestAt(resumed.store, 56)).callbacks?.plateau?.monitor).toBe('loss');
  });
});

it.each([
  ['training.earlyStopping', { earlyStopping: {} }, { kind: 'constant' as const }],
  ['schedule.kind', {}, { kind: 'plateau' as const }],
])('%s is refused without validation samples', async (field, training, schedule) => {
  const sizes = { train: 53, validation: 0, test: 0 };
  const blind = memoryDataset({ sizes, inputs: BLOB_INPUTS, classes: BLOB_CLASSES });
  const failing = trainInProcess({ job: jobOf(training, schedule), world: 1, dataset: blind, program });
  await expect(failing).rejects.toMatchObject({ code: 'invalid' });
  await expect(failing).rejects.toThrow(
    `${field}: watches the validation split, and blobs has no validation samples`,
  );
});
