import { LOSS_NAMES, lossName, type LossSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import { priorBoxes } from '@ringmaster/models/layers';
import { jobTask, type StepProgram } from '@ringmaster/training';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { adam, wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram, type StepProgramOptions } from './step-program.js';

type Random = ReturnType<typeof rng>;
interface Case {
  readonly loss: LossSpec;
  /** What the model puts out for a sample. */
  readonly outputs: readonly number[];
  readonly labels: (count: number, random: Random) => Omit<Column, 'shape'> & { readonly shape: number[] };
}

const ints = (shape: number[], value: (random: Random) => number) => (count: number, random: Random) => {
  const all = [count, ...shape];
  const length = all.reduce((a, b) => a * b, 1);
  return { shape: all, dtype: 'int32' as const, data: Int32Array.from({ length }, () => value(random)) };
};
/** Rows that `row` makes, as real values. */
const floats = (row: (random: Random) => readonly number[]) => (count: number, random: Random) => {
  const rows = Array.from({ length: count }, () => row(random));
  const shape = [count, rows[0]?.length ?? 0];
  return { shape, dtype: 'float32' as const, data: Float32Array.from(rows.flat()) };
};

const classNumbers = ints([], (random) => random.below(3));
const pixels = ints([5], (random) => random.below(3));
const groups = ints([], (random) => random.below(2));
/** Of three symbols; −1 fills up. The same one may follow itself. */
const symbols = ints([2], (random) => random.below(4) - 1);
const numbers = floats((random) => [random.normal(), 3 * random.normal()]);
const bits = floats((random) => [random.below(2), random.below(2)]);
const probabilities = floats((random) => {
  const p = random.uniform();
  return [p, 0, 1 - p];
});
const boxes = floats((random) => {
  const [x, y] = [random.uniform(), random.uniform()];
  return [x, y, x + 1 + random.uniform(), y + 1 + random.uniform()];
});

/** Two rows an image: one box or none, of two classes, and a crowd in the corner. */
const labelled = (count: number, random: Random) => {
  const rows = Array.from({ length: count }, (_, i) => {
    const [x, y] = [0.5 * random.uniform(), 0.5 * random.uniform()];
    return [
      ...(i % 3 === 0 ? [0, 0, 0, 0, -1, 0] : [x, y, x + 0.4, y + 0.3, random.below(2), 0]),
      0.8,
      0.8,
      1,
      1,
      0,
      1,
    ];
  });
  return { shape: [count, 2, 6], dtype: 'float32' as const, data: Float32Array.from(rows.flat()) };
};
/** Of a grid of 3×3 cells, two boxes each. */
const detector = [3, 3, 2 * (5 + 2)];

const CASES: readonly Case[] = [
  { loss: 'sparseCategoricalCrossentropy', outputs: [3], labels: classNumbers },
  {
    loss: { kind: 'sparseCategoricalCrossentropy', labelSmoothing: 0.1 },
    outputs: [3],
    labels: classNumbers,
  },
  { loss: 'categoricalCrossentropy', outputs: [3], labels: probabilities },
  { loss: { kind: 'categoricalCrossentropy', labelSmoothing: 0.1 }, outputs: [3], labels: probabilities },
  { loss: 'binaryCrossentropy', outputs: [2], labels: bits },
  { loss: { kind: 'binaryCrossentropy', labelSmoothing: 0.1 }, outputs: [2], labels: bits },
  { loss: 'meanSquaredError', outputs: [2], labels: numbers },
  { loss: 'meanAbsoluteError', outputs: [2], labels: numbers },
  { loss: 'huber', outputs: [2], labels: numbers },
  { loss: 'hinge', outputs: [2], labels: bits },
  { loss: { kind: 'hinge', squared: true }, outputs: [2], labels: bits },
  { loss: 'klDivergence', outputs: [3], labels: probabilities },
  { loss: 'focal', outputs: [3], labels: classNumbers },
  { loss: { kind: 'focal', gamma: 0.5 }, outputs: [5, 3], labels: pixels },
  { loss: 'dice', outputs: [5, 3], labels: pixels },
  ...(['iou', 'giou', 'diou', 'ciou'] as const).map((variant) => ({
    loss: { kind: 'iou' as const, variant },
    outputs: [4],
    labels: boxes,
  })),
  { loss: 'contrastive', outputs: [3], labels: groups },
  { loss: { kind: 'triplet', margin: 0.5, dimensions: 3 }, outputs: [3], labels: groups },
  { loss: 'ctc', outputs: [6, 4], labels: symbols },
  { loss: 'multibox', outputs: detector, labels: labelled },
  {
    loss: { kind: 'multibox', classification: { kind: 'focal', gamma: 2 }, overlap: 0.4, boxWeight: 2 },
    outputs: detector,
    labels: labelled,
  },
  { loss: { kind: 'yolo', ignore: 0.3, coordinates: 2, background: 1 }, outputs: detector, labels: labelled },
];

/** A layer that is not linear, then one that is. Boxes are put out as they come in, first, so that they overlap. */
function modelFor({ loss, outputs }: Case): LayersModel {
  const units = outputs.reduce((a, b) => a * b, 1);
  const boxy = lossName(loss) === 'iou';
  const glorot = (seed: number) => initializers.glorotUniform({ seed });
  const model = sequential();
  if (!boxy)
    model.add(layers.dense({ units: 8, activation: 'tanh', inputShape: [4], kernelInitializer: glorot(1) }));
  const kernelInitializer = boxy ? initializers.identity({}) : glorot(2);
  model.add(layers.dense({ units, inputShape: [4], kernelInitializer }));
  if (outputs.length > 1) model.add(layers.reshape({ targetShape: [...outputs] }));
  if (outputs === detector) {
    const shapes = [
      [0.3, 0.3],
      [0.5, 0.2],
    ] as const;
    model.add(priorBoxes({ name: 'boxes', shapes }));
  }
  return model;
}

function batchOf({ labels, loss }: Case, count: number): Batch {
  const random = rng(count, 5);
  const y = labels(count, random);
  const boxy = lossName(loss) === 'iou';
  const data = Float32Array.from(
    { length: count * 4 },
    (_, i) => (boxy ? (y.data[i] ?? 0) : 0) + 0.3 * random.normal(),
  );
  return { count, x: { shape: [count, 4], dtype: 'float32', data }, y };
}

type More = Pick<StepProgramOptions, 'mode' | 'adversarial'>;

/** Calls back with a program of its own; what the model holds is given back, too. */
function withProgram<T>(one: Case, more: More, use: (program: StepProgram) => T): T {
  const model = modelFor(one);
  const program = createStepProgram({ model, task: jobTask({ loss: one.loss }), optimizer: adam, ...more });
  try {
    return use(program);
  } finally {
    program.dispose();
    model.dispose();
  }
}

const steps = (one: Case, program: StepProgram, count = 2) =>
  Array.from({ length: count }, (_, i) => wholeStep(program, { batch: batchOf(one, 7), step: i + 1 }));

const norm = (values: Float32Array) => Math.hypot(...values);
function expectClose(a: Float32Array, b: Float32Array): void {
  expect(norm(a.map((value, i) => value - (b[i] ?? NaN)))).toBeLessThanOrEqual(1e-5 * norm(b));
}

const titled = CASES.map((one) => [JSON.stringify(one.loss), one] as const);

describeNative('losses on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('are all here', () => {
    expect(new Set(CASES.map(({ loss }) => lossName(loss)))).toEqual(new Set(LOSS_NAMES));
  });

  // A compiled step is recorded twice, with other values, and refuses when both are not the same graph.
  it.each(titled)('%s: compiled agrees with eager, is the same again, and leaves no tensor', (_, one) => {
    const compiled = withProgram(one, { mode: 'compiled' }, (program) => {
      const taken = steps(one, program);
      const held = program.tensorCount();
      steps(one, program);
      expect(program.tensorCount()).toBe(held);
      return taken;
    });
    expect(withProgram(one, { mode: 'compiled' }, (program) => steps(one, program))).toEqual(compiled);
    const eager = withProgram(one, { mode: 'eager' }, (program) => steps(one, program));
    eager.forEach((expected, i) => {
      const step = compiled[i] as typeof expected;
      expect(norm(step.gradient)).toBeGreaterThan(0);
      expectClose(step.gradient, expected.gradient);
      expectClose(step.replica.weights, expected.replica.weights);
      expect(step.sums.loss).toBeCloseTo(expected.sums.loss, 4);
    });
    const [before, after] = compiled;
    expect(after?.sums.loss).toBeLessThan(before?.sums.loss ?? NaN);

    const adversarial = { kind: 'fgsm' as const, epsilon: 0.1 };
    const attacked = withProgram(one, { mode: 'compiled', adversarial }, (program) => steps(one, program, 1));
    expect(attacked[0]?.sums.loss).toBeGreaterThan(before?.sums.loss ?? NaN);
  });
});
