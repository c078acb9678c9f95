import { OptimizerSpec } from '@ringmaster/contracts';
import { buildModel } from '@ringmaster/models';
import { jobTask, optimizerDefinition, type StepProgram } from '@ringmaster/training';
import { type SmallModel, SMALL_MODELS, smallBatch } from '@ringmaster/testkit';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

async function programs({
  name,
  config,
  data,
  task,
  loss = 'sparseCategoricalCrossentropy',
}: SmallModel): Promise<readonly [StepProgram, StepProgram]> {
  const model = await buildModel(
    { model: { name, config: { ...config } }, loss, training: { seed: 7 } },
    data,
  );
  const parts = { model, task: jobTask({ loss, task }, data) };
  const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd', momentum: 0.9 }));
  const make = (mode: 'compiled' | 'eager') => createStepProgram({ ...parts, optimizer, mode });
  return [make('compiled'), make('eager')];
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

describeNative('the model library on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(SMALL_MODELS)(
    '$name $config compiles, and agrees with eager tensor by tensor',
    async (small) => {
      const [compiled, eager] = await programs(small);
      const batch = smallBatch(small.data, 6);
      const a = wholeStep(compiled, { batch, step: 1 });
      const b = wholeStep(eager, { batch, step: 1 });
      for (const { name: tensor, offset, size } of compiled.layout.weights) {
        const expected = b.replica.weights.subarray(offset, offset + size);
        const difference = a.replica.weights
          .slice(offset, offset + size)
          .map((value, i) => value - expected[i]!);
        // The gradient of an offset before a normalisation is 0, but for rounding.
        expect(norm(difference), tensor).toBeLessThanOrEqual(1e-5 * norm(expected) + 1e-8);
      }
      expect(a.sums.loss).toBeCloseTo(b.sums.loss, 3);
      compiled.dispose();
      eager.dispose();
      // DenseNet's 121 layers take half a minute to be recorded where others compute too.
    },
    120_000,
  );
});
