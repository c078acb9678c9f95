import { ownedShards } from '@ringmaster/core';
import type { ResolvedJob } from '@ringmaster/contracts';
import { createStepProgram, loadEngine } from '@ringmaster/engine';
import { memoryExchanges } from '@ringmaster/testkit';
import {
  lossFunction,
  supervised,
  optimizerDefinition,
  resolveJob,
  type ReducedStep,
  type Segment,
  type StepExchange,
  type StepPlan,
  type StepProgram,
  type StepRecord,
  stepSeed,
  trainingPlan,
} from '@ringmaster/training';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type JobParts, openParts } from './parts.js';

/** Not a multiple of the shards, so that they differ in size. */
const BATCH = 62;
const SHARDS = 4;
const WORLDS = [1, 2, 3, 4];
const STEP = 3;

const jobWith = (model: object): ResolvedJob =>
  resolveJob({
    version: 1,
    kind: 'train',
    name: 'gradient',
    model,
    data: {
      dataset: 'synthetic',
      config: { kind: 'shapes', size: 16, train: 400, validation: 1, test: 1, seed: 3 },
      batchSize: BATCH,
    },
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { epochs: 1, seed: 7, shards: SHARDS },
    workers: { min: 1, max: SHARDS },
  });

interface Run {
  readonly job: ResolvedJob;
  readonly parts: JobParts;
  readonly step: StepPlan;
}

let opened: JobParts | undefined;
afterEach(() => {
  opened?.dispose();
  opened = undefined;
});

async function open(model: object): Promise<Run> {
  const job = jobWith(model);
  const parts = (opened = await openParts(job, { datasetsDir: '/no-files-are-read', dataRoots: {} }));
  return { job, parts, step: trainingPlan(job, parts.dataset.info.sizes.train).at(STEP) };
}

type Vector = Float32Array | Float64Array;
interface Gradient {
  readonly gradient: Vector;
  readonly state: Vector;
  readonly loss: number;
}

/** One call of a program, for samples of the step and the seed of one shard, divided by the whole batch. */
function gradientOf(
  program: StepProgram,
  { job, parts, step }: Run,
  o: { readonly ids: Uint32Array; readonly shard: number; readonly into?: Float32Array },
): Gradient {
  const { weightCount, stateCount } = program.layout;
  const into = o.into ?? new Float32Array(weightCount + stateCount);
  const gradient = into.subarray(0, weightCount);
  const state = into.subarray(weightCount, weightCount + stateCount);
  const { loss } = program.gradient({
    batch: parts.pipelines.training(parts.dataset)(step.epoch, o.ids),
    globalBatch: step.batch,
    seed: stepSeed(job.training.seed, { step: step.step, shard: o.shard }),
    gradientOut: gradient,
    stateOut: state,
  });
  return { gradient, state, loss };
}

/** What `world` workers make of the step: each computes its own shards, compiled; the sum goes through the real exchange. */
async function byWorkers(run: Run, world: number): Promise<readonly ReducedStep[]> {
  const { program } = run.parts;
  const vectorLength = program.layout.weightCount + program.layout.stateCount;
  const set = memoryExchanges({ world, shards: SHARDS, vectorLength, bucketBytes: 4_096 });
  const work = (exchange: StepExchange): Promise<ReducedStep> => {
    exchange.begin(run.step.step);
    const records: StepRecord[] = [];
    const { first, end } = ownedShards(exchange, SHARDS);
    for (let shard = first; shard < end; shard += 1) {
      const ids = run.step.shardIds(shard);
      const { loss } = gradientOf(program, run, { ids, shard, into: exchange.leaf(shard) });
      exchange.contribute(shard);
      records.push({
        lossSum: loss,
        samples: ids.length,
        metricSums: [],
        finite: true,
        digests: new Map(),
        counts: new Map(),
        control: 'none',
        replicaHashes: new Map(),
      });
    }
    return exchange.finish(records, AbortSignal.timeout(20_000));
  };
  try {
    const reduced = await Promise.all(set.exchanges.map(work));
    return reduced.map(({ vector, record }) => ({ vector: vector.slice(), record }));
  } finally {
    await set.close();
  }
}

/** An eager program of the same model: nothing of the compiled step, of shards or of the exchange is in it. */
function eagerProgram({ job, parts }: Run): StepProgram {
  const { loss, optimizer } = job;
  const definition = optimizerDefinition(optimizer);
  const { model } = parts;
  return createStepProgram({
    model,
    task: supervised(lossFunction(loss)),
    optimizer: definition,
    mode: 'eager',
  });
}

/** One process, one gradient of all samples at once. */
function ofTheWholeBatch(run: Run): Gradient {
  const ids = Array.from({ length: SHARDS }, (_, shard) => [...run.step.shardIds(shard)]).flat();
  expect(ids).toHaveLength(BATCH);
  return gradientOf(eagerProgram(run), run, { ids: Uint32Array.from(ids), shard: 0 });
}

/** One process, shard after shard, added in float64 from the first to the last: not the canonical tree. */
function shardByShard(run: Run): Gradient {
  const program = eagerProgram(run);
  const { weightCount, stateCount } = program.layout;
  const sum = { gradient: new Float64Array(weightCount), state: new Float64Array(stateCount), loss: 0 };
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const one = gradientOf(program, run, { ids: run.step.shardIds(shard), shard });
    one.gradient.forEach((value, i) => (sum.gradient[i]! += value));
    one.state.forEach((value, i) => (sum.state[i]! += value));
    sum.loss += one.loss;
  }
  return sum;
}

const norm = (values: Vector): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
};

/** ‖a−b‖₂ ÷ ‖b‖₂ */
const distance = (a: Vector, b: Vector): number =>
  norm(Float64Array.from(a, (value, i) => value - b[i]!)) / norm(b);

function expectClose(segments: readonly Segment[], a: Vector, b: Vector): void {
  expect(distance(a, b)).toBeLessThanOrEqual(1e-5);
  for (const { name, offset, size } of segments) {
    const [ours, theirs] = [a, b].map((vector) => vector.subarray(offset, offset + size)) as [Vector, Vector];
    expect(distance(ours, theirs), name).toBeLessThanOrEqual(1e-5);
  }
}

async function expectWorkersGive(run: Run, reference: Gradient): Promise<void> {
  const { layout } = run.parts.program;
  expect(norm(reference.gradient)).toBeGreaterThan(1e-3);
  let bits: Float32Array | undefined;
  for (const world of WORLDS)
    for (const { vector, record } of await byWorkers(run, world)) {
      expectClose(layout.weights, vector.subarray(0, layout.weightCount), reference.gradient);
      if (layout.stateCount > 0)
        expectClose(layout.state, vector.subarray(layout.weightCount), reference.state);
      expect(record.samples).toBe(BATCH);
      expect(Math.abs(record.lossSum - reference.loss)).toBeLessThanOrEqual(1e-5 * reference.loss);
      bits ??= vector;
      expect(vector, `world ${world}`).toEqual(bits);
    }
}

describe('the gradient of 1, 2, 3 and 4 workers', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each([
    ['mlp', { name: 'mlp', config: { hidden: [32, 16] } }],
    ['lenet5', { name: 'lenet5' }],
  ])('is that of the whole batch: %s', async (_name, model) => {
    const run = await open(model);
    await expectWorkersGive(run, ofTheWholeBatch(run));
  });

  // Each shard drops by its own seed, whoever computes it. So the whole batch's gradient is the sum of its shards' ones.
  it('is the sum of the shards with their seeds where the model drops units', async () => {
    const run = await open({ name: 'mlp', config: { hidden: [32, 16], dropout: 0.4 } });
    const reference = shardByShard(run);
    await expectWorkersGive(run, reference);
    // With one seed for all, other units are dropped.
    expect(distance(ofTheWholeBatch(run).gradient, reference.gradient)).toBeGreaterThan(1e-2);
  });

  // Each shard is normalised by its own statistics; the moving ones are averaged by the number of samples.
  it.each([0, 0.5])('keeps the statistics of BatchNorm to each shard (dropout %d)', async (dropout) => {
    const run = await open({ name: 'simple-cnn', config: { filters: [4, 6, 8], dense: 16, dropout } });
    const reference = shardByShard(run);
    await expectWorkersGive(run, reference);
    // The whole batch's own statistics give another gradient: the rule matters.
    expect(distance(ofTheWholeBatch(run).gradient, reference.gradient)).toBeGreaterThan(1e-3);
  });
});
