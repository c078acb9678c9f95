import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients of all ops.
import '@tensorflow/tfjs-layers';
import { LOSS_NAMES, type LossSpec } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossFunction } from './losses.js';

beforeAll(() => tf.setBackend('cpu'));

const lossesOf = (spec: LossSpec, y: tf.Tensor, predicted: tf.Tensor, mask?: tf.Tensor) =>
  tf.tidy(() => [...lossFunction(spec)(y, predicted, mask).dataSync()]);

interface Case {
  readonly loss: LossSpec;
  readonly y: () => tf.Tensor;
  readonly predicted: () => tf.Tensor;
  readonly losses: readonly number[];
}

const ln = Math.log;
/** Cosines of three embeddings: samples 0 and 1 alike, 2 at a right angle. */
const embeddings = () =>
  tf.tensor2d([
    [2, 0],
    [3, 0],
    [0, 5],
  ]);
const aspectTerm = () => {
  const v = (4 / Math.PI ** 2) * (Math.PI / 4 - Math.atan(2)) ** 2;
  return (v * v) / (1 - 1 / 2 + v);
};

/** Worked out by hand. */
const CASES: readonly Case[] = [
  {
    loss: { kind: 'sparseCategoricalCrossentropy', labelSmoothing: 0.3 },
    y: () => tf.tensor1d([1], 'int32'),
    predicted: () => tf.tensor2d([[0, ln(2), ln(5)]]),
    losses: [0.1 * ln(8) + 0.8 * ln(4) + 0.1 * ln(8 / 5)],
  },
  {
    loss: { kind: 'categoricalCrossentropy', labelSmoothing: 0.3 },
    y: () => tf.tensor2d([[0, 1, 0]]),
    predicted: () => tf.tensor2d([[0, ln(2), ln(5)]]),
    losses: [0.1 * ln(8) + 0.8 * ln(4) + 0.1 * ln(8 / 5)],
  },
  {
    loss: { kind: 'binaryCrossentropy', labelSmoothing: 0.2 },
    y: () => tf.tensor2d([[1]]),
    predicted: () => tf.tensor2d([[ln(3)]]),
    losses: [0.9 * ln(4 / 3) + 0.1 * ln(4)],
  },
  {
    loss: 'meanAbsoluteError',
    y: () => tf.tensor2d([[1, 2]]),
    predicted: () => tf.tensor2d([[3, 1]]),
    losses: [1.5],
  },
  {
    loss: { kind: 'huber', delta: 2 },
    y: () => tf.tensor2d([[0, 0]]),
    predicted: () => tf.tensor2d([[1, -5]]),
    losses: [(0.5 + 2 * (5 - 1)) / 2],
  },
  {
    loss: 'hinge',
    y: () => tf.tensor2d([[1, 0, 1]]),
    predicted: () => tf.tensor2d([[0.25, 0.5, 2]]),
    losses: [(0.75 + 1.5 + 0) / 3],
  },
  {
    loss: { kind: 'hinge', squared: true },
    y: () => tf.tensor2d([[1, 0]]),
    predicted: () => tf.tensor2d([[0.5, 1]]),
    losses: [(0.25 + 4) / 2],
  },
  {
    loss: 'klDivergence',
    y: () => tf.tensor2d([[0.5, 0.5, 0]]),
    predicted: () => tf.tensor2d([[0, ln(2), ln(5)]]),
    losses: [0.5 * ln(0.5 * 8) + 0.5 * ln(0.5 * 4)],
  },
  {
    loss: { kind: 'focal', gamma: 2 },
    y: () => tf.tensor1d([1], 'int32'),
    predicted: () => tf.tensor2d([[0, ln(2), ln(5)]]),
    losses: [0.75 ** 2 * ln(4)],
  },
  {
    // Two pixels, both of class 0, found with 3/4 and 1/4: overlap 1, sizes 1 + 2; of class 1: 0, 1 + 0.
    loss: { kind: 'dice', smooth: 1 },
    y: () => tf.tensor2d([[0, 0]], [1, 2], 'int32'),
    predicted: () =>
      tf.tensor3d([
        [
          [ln(3), 0],
          [0, ln(3)],
        ],
      ]),
    losses: [1 - (3 / 4 + 1 / 2) / 2],
  },
  {
    // Boxes of area 4 and 4 that share 2: union 6; their hull is 2 × 3, and full.
    loss: { kind: 'iou', variant: 'iou' },
    y: () => tf.tensor2d([[0, 0, 2, 2]]),
    predicted: () => tf.tensor2d([[0, 1, 2, 3]]),
    losses: [1 - 2 / 6],
  },
  {
    // Areas 1 and 1, apart by one: the hull has 3, of which 1 is empty.
    loss: { kind: 'iou', variant: 'giou' },
    y: () => tf.tensor2d([[0, 0, 1, 1]]),
    predicted: () => tf.tensor2d([[2, 0, 3, 1]]),
    losses: [1 + 1 / 3],
  },
  {
    loss: { kind: 'iou', variant: 'diou' },
    y: () => tf.tensor2d([[0, 0, 1, 1]]),
    predicted: () => tf.tensor2d([[2, 0, 3, 1]]),
    losses: [1 + 4 / 10],
  },
  {
    // One inside the other: IoU 1/2, centres 1/2 apart, diagonal² 1 + 4, aspect ratios 1 and 2.
    loss: { kind: 'iou', variant: 'ciou' },
    y: () => tf.tensor2d([[0, 0, 1, 1]]),
    predicted: () => tf.tensor2d([[0, 0, 2, 1]]),
    losses: [1 - 1 / 2 + 1 / 4 / 5 + aspectTerm()],
  },
  {
    loss: { kind: 'contrastive', temperature: 0.5, dimensions: 2 },
    y: () => tf.tensor1d([7, 7, 8], 'int32'),
    predicted: embeddings,
    losses: [ln(1 + Math.exp(-2)), ln(1 + Math.exp(-2)), 0],
  },
  {
    // d⁺ = 0, d⁻ = 2; and with sample 1 the partner of 2: d⁺ = 2, d⁻ = 0.
    loss: { kind: 'triplet', margin: 2.5, dimensions: 2 },
    y: () => tf.tensor1d([7, 7, 8], 'int32'),
    predicted: embeddings,
    losses: [0.5, 0.5, 0],
  },
  {
    loss: { kind: 'triplet', margin: 0.5, dimensions: 2 },
    y: () => tf.tensor1d([8, 7, 7], 'int32'),
    predicted: embeddings,
    losses: [0, 2.5, 0.5],
  },
];

describe('losses worked out by hand', () => {
  it.each(CASES)('$loss gives $losses', ({ loss, y, predicted, losses }) => {
    const found = lossesOf(loss, y(), predicted());
    expect(found).toHaveLength(losses.length);
    losses.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });
});

describe('ctc', () => {
  const softmax = (logits: readonly number[]) => {
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    return logits.map((z) => Math.exp(z) / total);
  };
  /** Merges repeats and drops blanks. */
  const spelt = (path: readonly number[], blank: number) =>
    path.filter((symbol, i) => symbol !== blank && symbol !== path[i - 1]).join();

  /** By all paths there are. */
  function byEnumeration(logits: readonly (readonly number[])[], label: readonly number[]): number {
    const symbols = logits[0]?.length ?? 0;
    let likelihood = 0;
    for (let code = 0; code < symbols ** logits.length; code++) {
      const path = logits.map((_, frame) => Math.floor(code / symbols ** frame) % symbols);
      if (spelt(path, symbols - 1) === label.join())
        likelihood += path.reduce((p, symbol, frame) => p * (softmax(logits[frame] ?? [])[symbol] ?? 0), 1);
    }
    return -ln(likelihood);
  }

  it.each([{ label: [0] }, { label: [0, 1] }, { label: [1, 1] }, { label: [] }, { label: [1, 0, 1] }])(
    'equals the sum over all paths for the label $label',
    ({ label }) => {
      const random = rng(5);
      const logits = Array.from({ length: 5 }, () => Array.from({ length: 3 }, () => random.normal()));
      const padded = [...label, -1, -1, -1].slice(0, 3);
      const [found] = lossesOf('ctc', tf.tensor2d([padded], [1, 3], 'int32'), tf.tensor3d([logits]));
      expect(found).toBeCloseTo(byEnumeration(logits, label), 4);
    },
  );
});

/** Where each loss is smooth: labels and a start for its logits, numbers, boxes or embeddings. */
const SMOOTH: Readonly<
  Record<
    (typeof LOSS_NAMES)[number],
    {
      readonly y: () => tf.Tensor;
      readonly at: number[][];
      /** Columns at the end of a row that no model can change: prior boxes. */
      readonly fixed?: number;
    }
  >
> = {
  sparseCategoricalCrossentropy: {
    y: () => tf.tensor1d([2, 0], 'int32'),
    at: [
      [0.3, -1, 2],
      [1, 0.5, 0.1],
    ],
  },
  categoricalCrossentropy: { y: () => tf.tensor2d([[0.2, 0.8]]), at: [[0.3, -1]] },
  binaryCrossentropy: { y: () => tf.tensor2d([[1, 0]]), at: [[0.3, -1]] },
  meanSquaredError: { y: () => tf.tensor2d([[1, 0]]), at: [[0.3, -1]] },
  meanAbsoluteError: { y: () => tf.tensor2d([[1, 0]]), at: [[0.3, -1]] },
  huber: { y: () => tf.tensor2d([[1, 0]]), at: [[0.3, -3]] },
  hinge: { y: () => tf.tensor2d([[1, 0]]), at: [[0.3, -3]] },
  klDivergence: { y: () => tf.tensor2d([[0.2, 0.8]]), at: [[0.3, -1]] },
  focal: { y: () => tf.tensor1d([1], 'int32'), at: [[0.3, -1, 0.2]] },
  dice: { y: () => tf.tensor1d([1], 'int32'), at: [[0.3, -1, 0.2]] },
  iou: { y: () => tf.tensor2d([[0, 0, 2, 2]]), at: [[0.5, 0.3, 2.2, 1.7]] },
  contrastive: {
    y: () => tf.tensor1d([1, 1, 2], 'int32'),
    at: [
      [1, 2],
      [2, 0.5],
      [-1, 0.3],
    ],
  },
  triplet: {
    y: () => tf.tensor1d([1, 1, 2], 'int32'),
    at: [
      [1, 2],
      [-1, 2],
      [0.6, 1.4],
    ],
  },
  ctc: { y: () => tf.tensor2d([[1]], [1, 1], 'int32'), at: [[0.3, -1, 0.2]] },
  multibox: {
    y: () => tf.tensor3d([[[0.1, 0.1, 0.5, 0.6, 1, 0]]]),
    at: [
      [0.2, -0.1, 0.3, 1.9, 0.4, 0.1, -0.3, 0.3, 0.35, 0.4, 0.4, 0.5, 0.5],
      [0.1, 0.2, 0.3, 0.4, 1, -0.5, 0.3, 0.8, 0.8, 0.2, 0.2, 0.5, 0.5],
      [-0.1, 0.2, 0.1, 0.2, -0.4, 0.7, 0.2, 0.7, 0.2, 0.3, 0.3, 0.5, 0.5],
    ],
    fixed: 6,
  },
  yolo: {
    y: () => tf.tensor3d([[[0.1, 0.1, 0.5, 0.5, 1, 0]]]),
    at: [
      // The objectness equals the IoU of this box (worked out by hand), whose slope then has no part in the differences.
      [0.2, -0.1, 0.1, -0.2, ln(0.659408 / 0.340592), 0.3, -0.2, 0.25, 0.25, 0.4, 0.5, 0.5, 0.5],
      [0.1, 0.2, 0.3, 0.4, 0.5, -0.5, 0.3, 0.25, 0.25, 0.1, 0.1, 0.5, 0.5],
      [-0.1, 0.2, 0.1, 0.2, -0.4, 0.7, 0.2, 0.75, 0.25, 0.4, 0.5, 0.5, 0.5],
    ],
    fixed: 6,
  },
};

const shapeOf = (name: (typeof LOSS_NAMES)[number]): number[] => {
  const { at } = SMOOTH[name];
  const rows = [at.length, at[0]?.length ?? 0];
  return ['ctc', 'multibox', 'yolo'].includes(name) ? [1, ...rows] : rows;
};

describe.each(LOSS_NAMES)('the gradient of %s', (name) => {
  it('is that of differences', () => {
    const { y, at, fixed = 0 } = SMOOTH[name];
    const shape = shapeOf(name);
    const columns = at[0]?.length ?? 0;
    const values = at.flat();
    const total = (x: tf.Tensor) => tf.sum(lossFunction(name)(y(), x)) as tf.Scalar;
    const found = tf.grad(total)(tf.tensor(values, shape)).dataSync();
    const h = 1e-2;
    values.forEach((_, i) => {
      if (i % columns >= columns - fixed) return;
      const moved = (by: number) =>
        total(
          tf.tensor(
            values.map((value, j) => (i === j ? value + by : value)),
            shape,
          ),
        ).dataSync()[0] ?? NaN;
      expect(Math.abs((found[i] ?? NaN) - (moved(h) - moved(-h)) / (2 * h))).toBeLessThan(5e-3);
    });
  });

  it('stays finite at extremes', () => {
    const { y, at } = SMOOTH[name];
    const shape = shapeOf(name);
    for (const scale of [1e4, 0]) {
      const x = tf.tensor(
        at.flat().map((value) => value * scale),
        shape,
      );
      const [loss, gradient] = [
        lossFunction(name)(y(), x).dataSync(),
        tf
          .grad((z) => tf.sum(lossFunction(name)(y(), z)))(x)
          .dataSync(),
      ];
      expect([...loss, ...gradient].every(Number.isFinite)).toBe(true);
    }
  });
});

it('a mask takes the mean over the elements that count', () => {
  const y = tf.tensor2d([[0, 0, 0]]);
  const predicted = tf.tensor2d([[1, 2, 100]]);
  const mask = tf.tensor2d([[1, 1, 0]]);
  expect(lossesOf('meanAbsoluteError', y, predicted, mask)[0]).toBeCloseTo(1.5, 6);
});

it.each([0, 0.5, 1, 2])('a sure hit has no focal loss and no gradient, with γ = %d', (gamma) => {
  const y = tf.tensor1d([1], 'int32');
  const loss = (x: tf.Tensor) => tf.sum(lossFunction({ kind: 'focal', gamma })(y, x));
  const sure = tf.tensor2d([[0, 100, 0]]);
  expect(loss(sure).dataSync()[0]).toBeCloseTo(0, 6);
  for (const value of tf.grad(loss)(sure).dataSync()) expect(value).toBeCloseTo(0, 6);
});
