import { rng } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import { jobTask, type StepProgram, type TaskDefinition } from '@ringmaster/training';
import { add, div, square, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { initializers, input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { adam, wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

const TOKENS = 5;
const VOCABULARY = 7;
const init = (seed: number) => initializers.glorotUniform({ seed });

/** Two embeddings, one of the samples' tokens and one of the column `decoder`; puts out logits and their features. */
function twoInputs() {
  const tokens = input({ shape: [TOKENS], name: 'tokens', dtype: 'int32' });
  const decoder = input({ shape: [TOKENS], name: 'decoder', dtype: 'int32' });
  const embed = (name: string, x: SymbolicTensor, seed: number) =>
    layers
      .embedding({ name, inputDim: VOCABULARY, outputDim: 4, embeddingsInitializer: init(seed) })
      .apply(x) as SymbolicTensor;
  const features = layers
    .add({ name: 'features' })
    .apply([embed('source', tokens, 1), embed('target', decoder, 2)]) as SymbolicTensor;
  const logits = layers
    .dense({ name: 'logits', units: VOCABULARY, kernelInitializer: init(3) })
    .apply(features) as SymbolicTensor;
  return model({ name: 'two-inputs', inputs: [tokens, decoder], outputs: [logits, features] });
}

function batchOf(count: number): Batch {
  const random = rng(3);
  const column = (dtype: Column['dtype'], below: number): Column => {
    const values = Array.from({ length: count * TOKENS }, () => random.below(below));
    const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    return { shape: [count, TOKENS], dtype, data };
  };
  return {
    count,
    x: column('int32', VOCABULARY),
    y: column('int32', VOCABULARY),
    extras: { mask: column('float32', 2), decoder: column('int32', VOCABULARY) },
  };
}

const program = (mode: 'compiled' | 'eager', task: TaskDefinition): StepProgram =>
  createStepProgram({ model: twoInputs(), task, optimizer: adam, mode });

const tokenTask = jobTask({ loss: 'sparseCategoricalCrossentropy', task: { kind: 'languageModel' } });

describeNative('a step over several columns', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('feeds inputs by name, masks tokens, and is the same compiled and eager', () => {
    const [compiled, eager] = [program('compiled', tokenTask), program('eager', tokenTask)];
    const batch = batchOf(6);
    const [a, b] = [compiled, eager].map((one: StepProgram) => wholeStep(one, { batch, step: 1 })) as [
      ReturnType<typeof wholeStep>,
      ReturnType<typeof wholeStep>,
    ];
    expect(a.sums.loss).toBeCloseTo(b.sums.loss, 4);
    // Right tokens and counted ones of the accuracy; nats and counted ones of the perplexity.
    const mask = batch.extras?.mask?.data as Float32Array;
    const counted = mask.reduce((all, one) => all + one, 0);
    expect([a.sums.metrics[1], a.sums.metrics[3]]).toEqual([counted, counted]);
    expect(a.gradient.some((value) => value !== 0)).toBe(true);
    a.gradient.forEach((value, i) => expect(value).toBeCloseTo(b.gradient[i] ?? NaN, 5));
    const { metrics } = compiled;
    expect(metrics.evaluation.finish(compiled.evaluate(batch))['perplexity']).toBeGreaterThan(1);
    compiled.dispose();
    eager.dispose();
  });

  it('a task may use every output', () => {
    const energy = ({ outputs: [, features] }: { outputs: readonly Tensor[] }): Tensor1D =>
      div(sum(square(features!), [1, 2]), TOKENS);
    const both: TaskDefinition = {
      losses: (batch) => add(tokenTask.losses(batch), energy(batch)),
      metrics: [],
    };
    const [plain, more] = [program('compiled', tokenTask), program('compiled', both)];
    const batch = batchOf(4);
    expect(more.evaluate(batch).loss).toBeGreaterThan(plain.evaluate(batch).loss);
    plain.dispose();
    more.dispose();
  });

  it('names the columns that an input asks for in vain', () => {
    const one = program('eager', tokenTask);
    const { extras: _, ...batch } = batchOf(2);
    expect(() => one.evaluate(batch)).toThrow(/has the inputs tokens, decoder.*no columns called decoder/);
    one.dispose();
  });
});
