import { OptimizerSpec } from '@ringmaster/contracts';
import { MODELS, buildModel } from '@ringmaster/models';
import { lossFunction, metricsFor, optimizerDefinition, type StepProgram } from '@ringmaster/training';
import type { DatasetInfo } from '@ringmaster/data';
import { rng } from '@ringmaster/core';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

const info: DatasetInfo = {
  name: 'synthetic',
  hash: 'none',
  sizes: { train: 8, validation: 0, test: 0 },
  inputShape: [28, 28, 1],
  labelShape: [],
  labelDtype: 'int32',
  classes: 10,
};
const loss = 'sparseCategoricalCrossentropy';

async function programs(name: string): Promise<readonly [StepProgram, StepProgram]> {
  const model = await buildModel({ model: { name, config: {} }, loss, training: { seed: 7 } }, info);
  const parts = { model, loss: lossFunction(loss), metrics: metricsFor(loss) };
  const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd', momentum: 0.9 }));
  const make = (mode: 'compiled' | 'eager') => createStepProgram({ ...parts, optimizer, mode });
  return [make('compiled'), make('eager')];
}

function batchOf(count: number) {
  const random = rng(5);
  const data = new Float32Array(count * 784).map(() => random.normal());
  const labels = new Int32Array(count).map(() => random.below(10));
  return {
    count,
    x: { shape: [count, 28, 28, 1], dtype: 'float32' as const, data },
    y: { shape: [count], dtype: 'int32' as const, data: labels },
  };
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

describeNative('the model library on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(Object.keys(MODELS))('%s compiles, and agrees with eager tensor by tensor', async (name) => {
    const [compiled, eager] = await programs(name);
    const batch = batchOf(6);
    const a = wholeStep(compiled, { batch, step: 1 });
    const b = wholeStep(eager, { batch, step: 1 });
    for (const { name: tensor, offset, size } of compiled.layout.weights) {
      const expected = b.replica.weights.subarray(offset, offset + size);
      const difference = a.replica.weights
        .slice(offset, offset + size)
        .map((value, i) => value - expected[i]!);
      expect(norm(difference), tensor).toBeLessThanOrEqual(1e-5 * norm(expected));
    }
    expect(a.sums.loss).toBeCloseTo(b.sums.loss, 3);
    compiled.dispose();
    eager.dispose();
  });
});
