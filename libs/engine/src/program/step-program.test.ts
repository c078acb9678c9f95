import { createHash } from 'node:crypto';
import { type ParameterLayout, type Segment, type StepProgram, supervised } from '@ringmaster/training';
import { layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { nativeBackend } from '../backends/native.js';
import { describeNative } from '../fixtures/native-only.js';
import { runInNewProcess } from '../fixtures/new-process.js';
import {
  accuracy,
  adam,
  crossentropy,
  fixtureBatch,
  fixtureModel,
  wholeStep,
} from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { assignWeights } from './assign-weights.js';
import { createStepProgram } from './step-program.js';

type Kind = 'cnn' | 'mlp';
const program = (kind: Kind, mode: 'compiled' | 'eager' = 'compiled'): StepProgram =>
  createStepProgram({
    model: fixtureModel(kind),
    task: supervised(crossentropy, [accuracy]),
    optimizer: adam,
    mode,
  });

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** ‖a−b‖₂ ≤ 1e-5·‖b‖₂ for every tensor of the flat vectors. */
function expectClose(segments: readonly Segment[], a: Float32Array, b: Float32Array): void {
  for (const { name, offset, size } of segments) {
    const expected = b.subarray(offset, offset + size);
    const difference = a.slice(offset, offset + size).map((value, i) => value - expected[i]!);
    expect(norm(difference), name).toBeLessThanOrEqual(1e-5 * norm(expected));
  }
}

const sha256 = (...vectors: Float32Array[]) =>
  vectors
    .reduce((hash, vector) => hash.update(new Uint8Array(vector.buffer)), createHash('sha256'))
    .digest('hex');

const totalOf = (layout: ParameterLayout) => layout.weights.reduce((sum, { size }) => sum + size, 0);

describeNative('step program on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each<[Kind, number]>([
    ['mlp', 0],
    ['cnn', 12],
  ])('lays out the %s in the model’s order', (kind, stateCount) => {
    const { layout, dispose } = program(kind);
    expect(totalOf(layout)).toBe(layout.weightCount);
    expect(layout.stateCount).toBe(stateCount);
    expect(layout.weights.map(({ name }) => name).slice(-2)).toEqual(['logits/kernel', 'logits/bias']);
    expect(layout.slots).toEqual(['m', 'v']);
    dispose();
  });

  it.each<Kind>(['mlp', 'cnn'])('compiled and eager %s agree after one step, dropout included', (kind) => {
    const [compiled, eager] = [program(kind), program(kind, 'eager')];
    const batch = fixtureBatch(16);
    const [a, b] = [wholeStep(compiled, { batch, step: 1 }), wholeStep(eager, { batch, step: 1 })];
    const { layout } = compiled;
    expectClose(layout.weights, a.gradient, b.gradient);
    expectClose(layout.state, a.state, b.state);
    expectClose(layout.weights, a.replica.weights, b.replica.weights);
    expect(a.sums.loss).toBeCloseTo(b.sums.loss, 4);
    expect(a.sums.metrics).toEqual(b.sums.metrics);
    // Dropout is at work: the loss in inference mode is another one.
    eager.write(compiled.read());
    const [c, d] = [compiled.evaluate(batch), eager.evaluate(batch)];
    expect(c.loss).toBeCloseTo(d.loss, 4);
    expect(c.samples).toBe(16);
    compiled.dispose();
    eager.dispose();
  });

  it('learns: the loss falls, BatchNorm’s statistics move, and evaluation uses them', () => {
    const trained = program('cnn');
    const batch = fixtureBatch(32);
    const before = trained.evaluate(batch).loss;
    for (let step = 1; step <= 200; step += 1) wholeStep(trained, { batch, step });
    expect(trained.evaluate(batch).loss).toBeLessThan(before / 4);
    expect(trained.read().state.every((value) => value !== 0 && value !== 1)).toBe(true);
    trained.dispose();
  });

  it('depends on the seed through dropout and on nothing else that changes', () => {
    const one = program('mlp');
    const batch = fixtureBatch(8);
    const gradientFor = (seed: readonly [number, number]) => {
      const gradientOut = new Float32Array(one.layout.weightCount);
      one.gradient({ batch, globalBatch: 8, seed, gradientOut, stateOut: new Float32Array(0) });
      return sha256(gradientOut);
    };
    expect(gradientFor([1, 2])).toBe(gradientFor([1, 2]));
    expect(gradientFor([1, 3])).not.toBe(gradientFor([1, 2]));
    expect(gradientFor([4294967295, 2])).toBe(gradientFor([-1, 2]));
    one.dispose();
  });

  it('scales by the global batch, and an empty shard contributes exact zeros', () => {
    const one = program('cnn');
    const { weightCount, stateCount } = one.layout;
    const shard = (count: number, globalBatch: number) => {
      const out = {
        gradientOut: new Float32Array(weightCount).fill(7),
        stateOut: new Float32Array(stateCount).fill(7),
      };
      const sums = one.gradient({ batch: fixtureBatch(count), globalBatch, seed: [1, 1], ...out });
      return { ...out, sums };
    };
    const [whole, half] = [shard(8, 8), shard(8, 16)];
    expect(half.gradientOut).toEqual(whole.gradientOut.map((value) => value / 2));
    expect(half.stateOut).toEqual(whole.stateOut.map((value) => value / 2));
    const none = shard(0, 16);
    expect(
      none.gradientOut.every((value) => value === 0) && none.stateOut.every((value) => value === 0),
    ).toBe(true);
    expect(none.sums).toEqual({ loss: 0, metrics: [0], samples: 0 });
    expect(one.evaluate(fixtureBatch(0))).toEqual({ loss: 0, metrics: [0], samples: 0 });
    one.dispose();
  });

  it('keeps tensors and native handles flat over 50 steps with a ragged last batch', () => {
    const one = program('cnn');
    const full = fixtureBatch(8);
    const ragged = fixtureBatch(3);
    const step = (n: number) => {
      wholeStep(one, { batch: n % 5 === 0 ? ragged : full, step: n });
      one.evaluate(full);
    };
    for (let n = 1; n <= 6; n += 1) step(n);
    const { binding } = nativeBackend();
    const before = [one.tensorCount(), binding.getNumOfTensors(), binding.getNumOfSavedModels()];
    for (let n = 7; n <= 57; n += 1) step(n);
    expect([one.tensorCount(), binding.getNumOfTensors(), binding.getNumOfSavedModels()]).toEqual(before);
    one.dispose();
  });

  it('gives the same bits again, and in another process', async () => {
    const digest = () => {
      const one = program('cnn');
      const hashes = [1, 2, 3].map((step) => {
        const { gradient, state, replica } = wholeStep(one, { batch: fixtureBatch(16), step });
        return sha256(gradient, state, replica.weights, ...replica.slots);
      });
      one.dispose();
      return hashes;
    };
    const here = digest();
    expect(digest()).toEqual(here);
    expect(await runInNewProcess('print-step-hashes.ts')).toEqual(here);
  });

  it('refuses tfjs’s own dropout, naming the op that its mask feeds', () => {
    const model = fixtureModel('mlp', 'vanilla');
    const one = createStepProgram({ model, task: supervised(crossentropy), optimizer: adam });
    const out = { gradientOut: new Float32Array(one.layout.weightCount), stateOut: new Float32Array(0) };
    const call = () => one.gradient({ batch: fixtureBatch(4), globalBatch: 4, seed: [1, 1], ...out });
    expect(call).toThrow(/the gradient step feeds op \w+ \(\w+_\d+\) with a value computed in JavaScript/);
    one.dispose();
  });

  it('reads back what was written, and keeps no hold of the caller’s memory', () => {
    const one = program('cnn');
    const { weights, state, slots } = one.read();
    const next = {
      weights: weights.map((v) => v + 1),
      state: state.map((v) => v + 2),
      slots: slots.map((s) => s.map(() => 3)),
    };
    const expected = structuredClone(next);
    one.write(next);
    for (const vector of [next.weights, next.state, ...next.slots]) vector.fill(-1);
    expect(one.read()).toEqual(expected);
    one.dispose();
  });

  it('writes a replica into a model that then predicts the same', () => {
    const one = program('cnn');
    const batch = fixtureBatch(16);
    for (let step = 1; step <= 5; step += 1) wholeStep(one, { batch, step });
    const model = fixtureModel('cnn');
    assignWeights(model, one.read());
    const fresh = createStepProgram({ model, task: supervised(crossentropy, [accuracy]), optimizer: adam });
    expect(fresh.evaluate(batch)).toEqual(one.evaluate(batch));
    fresh.dispose();
    one.dispose();
  });

  it.each([
    [
      'a regularizer',
      () => layers.dense({ units: 2, inputShape: [3], kernelRegularizer: regularizers.l2({ l2: 0.1 }) }),
      /regularizer/,
    ],
    [
      'a constraint',
      () => layers.dense({ units: 2, inputShape: [3], kernelConstraint: 'nonNeg' }),
      /constraint/,
    ],
    ['a frozen layer', () => layers.dense({ units: 2, inputShape: [3], trainable: false }), /frozen/],
  ] as const)('refuses a model with %s', (_, layer, message) => {
    const model = sequential({ layers: [layer()] });
    expect(() => createStepProgram({ model, task: supervised(crossentropy), optimizer: adam })).toThrow(
      message,
    );
  });
});
