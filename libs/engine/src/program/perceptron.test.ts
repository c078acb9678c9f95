import { OptimizerSpec } from '@ringmaster/contracts';
import type { Batch } from '@ringmaster/data';
import { buildModel } from '@ringmaster/models';
import { classInfo } from '@ringmaster/testkit';
import { jobTask, optimizerDefinition } from '@ringmaster/training';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

/** The four inputs of a function of two bits, with what it answers. */
const truthTable = (answers: readonly number[]): Batch => ({
  count: 4,
  x: { shape: [4, 2], dtype: 'float32', data: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1) },
  y: { shape: [4], dtype: 'int32', data: Int32Array.from(answers) },
});
const AND = truthTable([0, 0, 0, 1]);
const XOR = truthTable([0, 1, 1, 0]);

/** Loss and accuracy after 400 steps of gradient descent over the whole table. */
async function learn(batch: Batch, hidden: readonly number[]): Promise<Readonly<Record<string, number>>> {
  const loss = 'binaryCrossentropy';
  const data = classInfo([2], 2);
  const config = { hidden: [...hidden], activation: 'tanh' };
  const model = await buildModel({ model: { name: 'mlp', config }, loss, training: { seed: 7 } }, data);
  const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'sgd', momentum: 0.9 }));
  const program = createStepProgram({ model, task: jobTask({ loss }, data), optimizer });
  const [gradient, state] = [new Float32Array(program.layout.weightCount), new Float32Array(0)];
  for (let updates = 1; updates <= 400; updates += 1) {
    const out = { gradientOut: gradient, stateOut: state };
    program.gradient({ batch, globalBatch: 4, seed: [1, updates], ...out });
    program.update({ gradient, state, learningRate: 0.2, updates });
  }
  const numbers = program.metrics.evaluation.finish(program.evaluate(batch));
  program.dispose();
  model.dispose();
  return numbers;
}

describeNative('functions of two bits', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('a perceptron learns AND', async () => {
    const { loss, accuracy } = await learn(AND, []);
    expect(accuracy).toBe(1);
    expect(loss).toBeLessThan(0.1);
  });

  it('a perceptron cannot learn XOR: the best that it does is to say one half', async () => {
    const { loss, accuracy } = await learn(XOR, []);
    expect(accuracy).toBeLessThan(1);
    expect(loss).toBeCloseTo(Math.LN2, 4);
  });

  it('an MLP learns XOR', async () => {
    const { loss, accuracy } = await learn(XOR, [8]);
    expect(accuracy).toBe(1);
    expect(loss).toBeLessThan(0.05);
  });
});
