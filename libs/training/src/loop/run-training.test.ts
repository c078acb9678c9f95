import type { Batch, Dataset } from '@ringmaster/data';
import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  linearJob as jobOf,
  linearModel as program,
  memoryCheckpointStore,
  memoryDataset,
  plainPipelines,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { metricTable } from '../metrics/metric-table.js';
import type { EpochEvent, EvaluateEvent, StepEvent } from './training-run.js';

describe('the identical-loss rule', () => {
  it('gives the same bits for every number of workers, in weights, losses and evaluations', async () => {
    const runs = [];
    for (const world of [1, 2, 3, 4]) {
      const told: unknown[] = [];
      const on = (rank: number) =>
        rank > 0
          ? {}
          : {
              onStep: ({ stepMs: _ms, phases: _phases, shards: _shards, ...event }: StepEvent) =>
                void told.push(event),
              onEpoch: (event: EpochEvent) => void told.push(event),
              onEvaluate: (event: EvaluateEvent) => void told.push(event),
            };
      const outcomes = await trainInProcess({ job: jobOf(), world, dataset, program, on });
      expect(new Set(outcomes.map(({ weightsSha256 }) => weightsSha256)).size).toBe(1);
      runs.push({ outcome: outcomes[0], told });
    }
    for (const run of runs) expect(run).toEqual(runs[0]);
    expect(runs[0]?.outcome).toMatchObject({
      stopped: false,
      control: 'none',
      steps: 21,
      samples: 159,
      skippedSteps: 0,
    });
    expect(runs[0]?.outcome?.metrics['accuracy']).toBeGreaterThan(0.8);
  });

  it('depends on the seed and on the number of shards', async () => {
    const hashes = new Set<string | undefined>();
    for (const training of [{}, { seed: 6 }, { shards: 2 }])
      hashes.add(
        (await trainInProcess({ job: jobOf(training), world: 1, dataset, program }))[0]?.weightsSha256,
      );
    expect(hashes.size).toBe(3);
  });
});

describe('evaluation', () => {
  const evaluations = async (evaluateEvery: 'epoch' | 'end' | number) => {
    const told: string[] = [];
    const on = () => ({ onEvaluate: ({ split, step }: EvaluateEvent) => void told.push(`${split} ${step}`) });
    await trainInProcess({ job: jobOf({ evaluateEvery }), world: 1, dataset, program, on });
    return told;
  };
  it.each([
    ['epoch' as const, ['validation 7', 'validation 14', 'validation 21', 'test 21']],
    ['end' as const, ['validation 21', 'test 21']],
    [8, ['validation 8', 'validation 16', 'validation 21', 'test 21']],
  ])('every %s', async (cadence, expected) => {
    expect(await evaluations(cadence)).toEqual(expected);
  });

  it('skips a split without samples', async () => {
    const empty = memoryDataset({
      sizes: { train: 53, validation: 0, test: 0 },
      inputs: BLOB_INPUTS,
      classes: BLOB_CLASSES,
    });
    const [outcome] = await trainInProcess({ job: jobOf(), world: 2, dataset: empty, program });
    expect(outcome).toMatchObject({ steps: 21, metrics: {} });
  });

  it('is that of the whole split, sample by sample', async () => {
    const trained = program();
    const [outcome] = await trainInProcess({ job: jobOf(), world: 1, dataset, program: () => trained });
    const whole = trained.evaluate(
      dataset.read(
        'test',
        Uint32Array.from({ length: 29 }, (_, id) => id),
      ),
    );
    expect(outcome?.metrics['loss']).toBeCloseTo(whole.loss / 29, 12);
    expect(outcome?.metrics['accuracy']).toBeCloseTo((whole.metrics[0] ?? 0) / 29, 12);
  });
});

describe('what metrics gather', () => {
  /** Gathers every sample's label, and reports whether all ranks got those of the whole split, each once. */
  const gathering = () => {
    const one = program();
    const table = metricTable([
      {
        width: 1,
        names: ['labels'],
        evaluationOnly: true,
        fetch: () => [],
        gather: () => [],
        finish: ([hits = 0], samples, gathered) => ({
          ...{ accuracy: hits / samples, gathered: gathered.length },
          labels: gathered.reduce((sum, label, i) => sum + label * (i + 1), 0),
        }),
      },
    ]);
    return {
      ...one,
      metrics: { ...one.metrics, evaluation: table },
      evaluate: (batch: Batch, slot?: string) => ({
        ...one.evaluate(batch, slot),
        gathered: [[...batch.y.data]],
      }),
    };
  };

  it('reaches every rank, in one order for any world', async () => {
    const job = jobOf({ maxSteps: 4 });
    const found = [];
    for (const world of [1, 2, 3])
      for (const { metrics } of await trainInProcess({ job, world, dataset, program: gathering }))
        found.push(metrics);
    expect(found).toHaveLength(6);
    expect(found[0]).toMatchObject({ gathered: 29 });
    for (const metrics of found) expect(metrics).toEqual(found[0]);
  });
});

describe('clipping', () => {
  it('bounds the update by the norm of the whole gradient, the same for any world', async () => {
    const free = await trainInProcess({ job: jobOf(), world: 1, dataset, program });
    const hashes = new Set<string | undefined>();
    for (const world of [1, 3]) {
      const [outcome] = await trainInProcess({ job: jobOf({ clipNorm: 0.2 }), world, dataset, program });
      hashes.add(outcome?.weightsSha256);
    }
    expect(hashes.size).toBe(1);
    expect(hashes.has(free[0]?.weightsSha256)).toBe(false);
  });

  it('moves the weights of one step by the learning rate times the clipped norm', async () => {
    const one = program();
    const before = one.read().weights;
    const norms: number[] = [];
    const job = jobOf({ clipNorm: 0.25, maxSteps: 1 }, { schedule: { kind: 'constant' } });
    const on = () => ({ onStep: ({ gradientNorm }: StepEvent) => void norms.push(gradientNorm) });
    await trainInProcess({ job, world: 1, dataset, program: () => one, on });
    expect(norms[0]).toBeGreaterThan(0.25);
    const moved = one.read().weights.map((value, i) => value - (before[i] ?? 0));
    expect(Math.hypot(...moved)).toBeCloseTo(0.05 * 0.25, 6);
  });
});

describe('failures', () => {
  it('finds a replica that was tampered with, and names its rank and step', async () => {
    const tampered = (rank: number) => {
      const honest = program();
      if (rank !== 2) return honest;
      return {
        ...honest,
        update: (call: Parameters<typeof honest.update>[0]) => {
          honest.update(call);
          if (call.updates !== 6) return;
          const replica = honest.read();
          replica.weights[3] = (replica.weights[3] ?? 0) + 1e-7;
          honest.write(replica);
        },
      };
    };
    const failing = trainInProcess({ job: jobOf(), world: 3, dataset, program: tampered });
    await expect(failing).rejects.toMatchObject({ code: 'replica_drift', details: { step: 8, ranks: [2] } });
    await expect(failing).rejects.toThrow(/after 8 steps: rank 2 differ/);
  });

  it('finds replicas that were never equal at the first step', async () => {
    const uneven = (rank: number) => {
      const fresh = program();
      const replica = fresh.read();
      replica.slots[0]?.fill(rank);
      fresh.write(replica);
      return fresh;
    };
    const failing = trainInProcess({ job: jobOf(), world: 2, dataset, program: uneven });
    await expect(failing).rejects.toMatchObject({
      code: 'replica_drift',
      details: { step: 0, ranks: [0, 1] },
    });
  });

  it('finds an epoch that did not use every sample exactly once', async () => {
    const pipelines = {
      ...plainPipelines,
      training: (from: Dataset) => (_epoch: number, ids: Uint32Array) =>
        from.read(
          'train',
          ids.map((id) => (id === 11 ? 12 : id)),
        ),
    };
    const failing = trainInProcess({ job: jobOf(), world: 2, dataset, program, pipelines });
    await expect(failing).rejects.toThrow(/epoch 0 did not deliver every training sample exactly once/);
  });

  it('ends at once when its signal aborts', async () => {
    const stop = new AbortController();
    const on = () => ({ onStep: ({ step }: StepEvent) => void (step === 5 && stop.abort()) });
    const store = memoryCheckpointStore();
    const failing = trainInProcess({
      job: jobOf(),
      world: 2,
      dataset,
      program,
      on,
      store,
      signal: stop.signal,
    });
    await expect(failing).rejects.toThrow();
    expect(await store.list(new AbortController().signal)).toEqual([]);
  });
});
