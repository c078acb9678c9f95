import { rng } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import { createStepProgram, loadEngine } from '@ringmaster/engine';
import { type StepProgram, supervised } from '@ringmaster/training';
import { type BenchModel, BENCH_MODELS } from '../models/bench-models.js';
import type { ModelName } from '../models/model-names.js';

/** Different batches, so that no cache holds all of the data. */
const BATCHES = 8;

export interface BenchProgram {
  readonly program: StepProgram;
  readonly model: BenchModel;
  /** In turn. */
  nextBatch(): Batch;
}

/** A model's step program on the native engine, and batches of random samples. @throws TrainError `incompatible` */
export async function benchProgram(
  name: ModelName,
  samples: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BenchProgram> {
  await loadEngine({ prefer: 'cpu', allowPureJs: false, env });
  const model = BENCH_MODELS[name];
  const built = model.build();
  const program = createStepProgram({
    model: built,
    task: supervised(model.loss),
    optimizer: model.optimizer,
  });
  const batches = Array.from({ length: BATCHES }, (_, key) => randomBatch(model, samples, key));
  let turn = 0;
  return { program, model, nextBatch: () => batches[turn++ % BATCHES] as Batch };
}

export function randomBatch(model: BenchModel, count: number, key: number): Batch {
  const random = rng(key, 0xbe4c);
  const size = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, count);
  const classes = (shape: readonly number[], below: number): Column => ({
    shape: [count, ...shape],
    dtype: 'int32',
    data: Int32Array.from({ length: size(shape) }, () => random.below(below)),
  });
  const reals: () => Column = () => ({
    shape: [count, ...model.input],
    dtype: 'float32',
    data: Float32Array.from({ length: size(model.input) }, () => random.uniform()),
  });
  const x = model.vocabulary === undefined ? reals() : classes(model.input, model.vocabulary);
  return { count, x, y: classes(model.label, model.classes) };
}
