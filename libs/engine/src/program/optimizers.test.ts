import { type JobDocumentInput, OptimizerSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import {
  jobOptimizer,
  optimizerDefinition,
  supervised,
  resolveJob,
  type Segment,
  type StepProgram,
} from '@ringmaster/training';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { crossentropy, fixtureBatch, fixtureModel } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

type Spec = Parameters<typeof OptimizerSpec.parse>[0];

/** One document of each optimizer; an optimizer without a line here fails the test below. */
const SPECS: readonly (readonly [string, Spec])[] = [
  ['sgd', { kind: 'sgd' }],
  ['sgd with momentum', { kind: 'sgd', momentum: 0.9 }],
  ['sgd with Nesterov momentum', { kind: 'sgd', momentum: 0.9, nesterov: true }],
  ['adam', { kind: 'adam' }],
  ['adamw', { kind: 'adamw', weightDecay: 0.1 }],
  ['rmsprop', { kind: 'rmsprop' }],
  ['rmsprop with momentum', { kind: 'rmsprop', momentum: 0.5 }],
  ['adagrad', { kind: 'adagrad' }],
  ['lamb', { kind: 'lamb', weightDecay: 0.1 }],
  ['lars', { kind: 'lars', weightDecay: 0.1 }],
  ['lion', { kind: 'lion', weightDecay: 0.1 }],
];

const program = (spec: Spec, mode: 'compiled' | 'eager'): StepProgram =>
  createStepProgram({
    model: fixtureModel('cnn'),
    task: supervised(crossentropy),
    optimizer: optimizerDefinition(OptimizerSpec.parse(spec)),
    mode,
  });

const optimizerOf = (
  training: JobDocumentInput['training'],
  optimizer: JobDocumentInput['optimizer'] = { kind: 'adam' },
) =>
  jobOptimizer(
    resolveJob({
      version: 1,
      kind: 'train',
      model: { name: 'mlp' },
      data: { dataset: 'digits' },
      loss: 'sparseCategoricalCrossentropy',
      optimizer,
      training,
    }),
  );
const withAverage = optimizerOf({ ema: { decay: 0.9 } });

const gradientAt = (update: number, length: number) => {
  const random = rng(update, 3);
  return Float32Array.from({ length }, () => random.normal());
};
/** Another rate for each update: a rate frozen into the graph would show. */
const rateAt = (update: number) => 0.02 / update;

function afterUpdates(of: StepProgram, updates: number, gradient = gradientAt) {
  const { weightCount, stateCount } = of.layout;
  for (let n = 1; n <= updates; n += 1)
    of.update({
      gradient: gradient(n, weightCount),
      state: new Float32Array(stateCount),
      learningRate: rateAt(n),
      updates: n,
    });
  return of.read();
}

function expectClose(segments: readonly Segment[], a: Float32Array, b: Float32Array): void {
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  for (const { name, offset, size } of segments) {
    const expected = b.subarray(offset, offset + size);
    const difference = a.slice(offset, offset + size).map((value, i) => value - (expected[i] ?? NaN));
    expect(norm(difference), name).toBeLessThanOrEqual(1e-6 * norm(expected));
  }
}

describeNative('optimizers on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('are all here', () => {
    const kinds = OptimizerSpec.options.map(({ shape }) => shape.kind.value);
    expect(new Set(SPECS.map(([, spec]) => OptimizerSpec.parse(spec).kind))).toEqual(new Set(kinds));
  });

  it.each(SPECS)('%s: compiled and eager agree over ten updates with changing rates', (_name, spec) => {
    const [compiled, eager] = [program(spec, 'compiled'), program(spec, 'eager')];
    const [a, b] = [afterUpdates(compiled, 10), afterUpdates(eager, 10)];
    const { weights } = compiled.layout;
    expectClose(weights, a.weights, b.weights);
    a.slots.forEach((slot, i) => expectClose(weights, slot, b.slots[i] ?? new Float32Array(0)));
    compiled.dispose();
    eager.dispose();
  });

  it.each<OptimizerSpec['kind']>(['sgd', 'lamb', 'lars', 'lion'])(
    '%s with penalties and a mean of weights: compiled and eager agree, twice to the same bits',
    (kind) => {
      const optimizer = optimizerOf(
        { regularization: { l1: 0.01, l2: 0.1 }, swa: { start: 2, every: 2 } },
        { kind },
      );
      const run = (mode: 'compiled' | 'eager') => {
        const parts = { model: fixtureModel('mlp'), task: supervised(crossentropy), optimizer };
        const one = createStepProgram({ ...parts, mode });
        const after = afterUpdates(one, 5);
        const held = one.tensorCount();
        afterUpdates(one, 2);
        expect(one.tensorCount()).toBe(held);
        one.dispose();
        return { ...after, layout: one.layout };
      };
      const [a, again, b] = [run('compiled'), run('compiled'), run('eager')];
      expect(again).toEqual(a);
      expect(a.layout.slots.at(-1)).toBe('ema');
      expect(a.slots.at(-1)).not.toEqual(a.weights);
      expectClose(a.layout.weights, a.weights, b.weights);
      a.slots.forEach((slot, i) => expectClose(a.layout.weights, slot, b.slots[i] ?? new Float32Array(0)));
    },
  );

  it('adamw shrinks kernels, and neither biases nor the parameters of a BatchNorm', () => {
    const decaying = program({ kind: 'adamw', weightDecay: 0.5 }, 'compiled');
    const before = decaying.read().weights;
    const after = afterUpdates(decaying, 1, (_n, length) => new Float32Array(length)).weights;
    const shrunk = decaying.layout.weights.filter(({ offset, size }) =>
      before.subarray(offset, offset + size).some((value, i) => after[offset + i] !== value),
    );
    expect(shrunk.map(({ name }) => name)).toEqual(['conv/kernel', 'hidden/kernel', 'logits/kernel']);
    expect(decaying.layout.weights.map(({ name }) => name)).toContain('bn/gamma');
    expect(after[0]).toBeCloseTo((before[0] ?? NaN) * (1 - rateAt(1) * 0.5), 7);
    decaying.dispose();
  });

  it('keeps a moving average of the weights that compiled and eager agree on, and that is evaluated', () => {
    const averaging = (mode: 'compiled' | 'eager') =>
      createStepProgram({
        model: fixtureModel('mlp'),
        task: supervised(crossentropy),
        optimizer: withAverage,
        mode,
      });
    const [compiled, eager] = [averaging('compiled'), averaging('eager')];
    expect(compiled.layout.slots).toEqual(['m', 'v', 'ema']);
    const first = afterUpdates(compiled, 1);
    expect(first.slots[2]).toEqual(first.weights);
    compiled.write(eager.read());
    const [a, b] = [afterUpdates(compiled, 10), afterUpdates(eager, 10)];
    const [average, expected] = [a.slots[2] ?? new Float32Array(0), b.slots[2] ?? new Float32Array(0)];
    expectClose(compiled.layout.weights, average, expected);
    const batch = fixtureBatch(8);
    const evaluated = compiled.evaluate(batch, 'ema');
    expect(evaluated).not.toEqual(compiled.evaluate(batch));
    compiled.write({ ...a, weights: average });
    expect(compiled.evaluate(batch)).toEqual(evaluated);
    expect(() => compiled.evaluate(batch, 'mean')).toThrow('the optimizer has no slot mean');
    compiled.dispose();
    eager.dispose();
  });
});
