import { microBatches } from '../order/micro-batches.js';
import { stepSeed } from '../order/step-seed.js';
import { shardSlice, trainingPlan } from '../order/training-plan.js';
import type { TrainingRun } from './training-run.js';

type Rehearsed = Pick<TrainingRun, 'job' | 'program' | 'dataset' | 'pipelines'>;

/**
 * Computes one batch of each size that the first step has, an update, and an evaluation, so that a compiled program records its graphs
 * before other ranks wait for this one. Leaves no trace in the program's state. `breathe` is awaited between two of them.
 */
export async function rehearse(run: Rehearsed, breathe: () => Promise<void>): Promise<void> {
  const { program } = run;
  const before = program.read();
  const gradient = new Float32Array(program.layout.weightCount);
  const state = new Float32Array(program.layout.stateCount);
  for (const compute of gradientsOf(run, { gradientOut: gradient, stateOut: state })) {
    compute();
    await breathe();
  }
  program.update({ gradient, state, learningRate: 0, updates: 1 });
  await breathe();
  rehearseEvaluation(run);
  program.write(before);
}

/** One computation for each size of batch. */
function* gradientsOf(
  { job, program, dataset, pipelines }: Rehearsed,
  out: { readonly gradientOut: Float32Array; readonly stateOut: Float32Array },
): Generator<() => void> {
  const plan = trainingPlan(job, dataset.info.sizes.train);
  const step = plan.at(0);
  const batchOf = pipelines.training(dataset);
  const sizes = new Set([0]);
  for (let shard = 0; shard < plan.shards; shard++)
    for (const ids of microBatches(step.shardIds(shard), job.training.accumulate)) {
      if (sizes.has(ids.length)) continue;
      sizes.add(ids.length);
      const seed = stepSeed(job.training.seed, { step: 0, shard });
      yield () => program.gradient({ batch: batchOf(0, ids), globalBatch: step.batch, seed, ...out });
    }
}

function rehearseEvaluation({ job, program, dataset, pipelines }: Rehearsed): void {
  const first = Math.min(job.data.batchSize, dataset.info.sizes.validation);
  const { from, to } = shardSlice(first, job.training.shards, 0);
  const ids = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const [piece] = microBatches(ids, job.training.accumulate);
  if (piece) program.evaluate(pipelines.evaluation(dataset)('validation', piece));
}
