import '@tensorflow/tfjs-backend-cpu';
import type { LossName, MetricSpec } from '@ringmaster/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../ports/graph-parts.js';
import { jobTask } from '../tasks/tasks.js';
import { metricTable } from './metric-table.js';

beforeAll(() => tf.setBackend('cpu'));

interface Samples {
  readonly y: tf.Tensor;
  readonly predicted: tf.Tensor;
  readonly mask?: tf.Tensor;
}

const metricFor = (loss: LossName, metric: MetricSpec): Metric => {
  const [found] = jobTask({ loss, metrics: [metric] }).metrics;
  if (!found) throw new TypeError('the task has no metric');
  return found;
};

/** The reported numbers of several batches, by way of their sums. */
function report(metric: Metric, batches: readonly Samples[]): Readonly<Record<string, number>> {
  const { width, finish } = metricTable([metric]);
  const sums = new Array<number>(width).fill(0);
  let samples = 0;
  for (const { y, predicted, mask } of batches) {
    const extras = mask ? { mask } : undefined;
    const fetched = metric.fetch({ x: predicted, y, outputs: [predicted], extras: extras ?? {} });
    const values = fetched.map((one) => ({ shape: one.shape, data: one.dataSync<'float32'>() }));
    if (metric.reduce) metric.reduce(values).forEach((sum, i) => (sums[i] = (sums[i] ?? 0) + sum));
    else values[0]?.data.forEach((value, i) => (sums[i % width] = (sums[i % width] ?? 0) + value));
    samples += y.shape[0] ?? 0;
  }
  return finish({ loss: 0, metrics: sums, samples });
}

describe('accuracy', () => {
  it.each([
    {
      loss: 'sparseCategoricalCrossentropy' as const,
      y: () => tf.tensor1d([0, 1, 2], 'int32'),
      predicted: () =>
        tf.tensor2d([
          [2, 1, 0],
          [2, 1, 0],
          [-3, -2, -1],
        ]),
      expected: 2 / 3,
    },
    {
      loss: 'categoricalCrossentropy' as const,
      y: () =>
        tf.tensor2d([
          [0.1, 0.9],
          [0.7, 0.3],
        ]),
      predicted: () =>
        tf.tensor2d([
          [0, 1],
          [0, 1],
        ]),
      expected: 1 / 2,
    },
    {
      loss: 'binaryCrossentropy' as const,
      y: () =>
        tf.tensor2d([
          [1, 0],
          [1, 0],
        ]),
      predicted: () =>
        tf.tensor2d([
          [0.5, -0.5],
          [-0.5, -0.5],
        ]),
      expected: 3 / 4,
    },
  ])('is the share of right answers for $loss', ({ loss, y, predicted, expected }) => {
    const found = report(metricFor(loss, 'accuracy'), [{ y: y(), predicted: predicted() }]);
    expect(found['accuracy']).toBe(expected);
  });

  it('counts tokens, and not those that are masked', () => {
    const y = tf.tensor2d([[1, 0, 0]], [1, 3], 'int32');
    const predicted = tf.tensor3d([
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    ]);
    const metric = metricFor('sparseCategoricalCrossentropy', 'accuracy');
    expect(report(metric, [{ y, predicted }])['accuracy']).toBeCloseTo(1 / 3, 12);
    expect(report(metric, [{ y, predicted, mask: tf.tensor2d([[1, 1, 0]]) }])['accuracy']).toBe(1 / 2);
  });

  it('is refused for a regression, naming the field', () => {
    expect(() => metricFor('meanSquaredError', 'accuracy')).toThrow(
      /metrics\.0: accuracy cannot be measured/,
    );
    expect(jobTask({ loss: 'meanSquaredError' }).metrics).toEqual([]);
  });
});

describe('perplexity', () => {
  it('is exp of the mean over all tokens, however they lie in batches', () => {
    // Probabilities of the right token: 1/2, 1/4 and, in the second batch, 1/8.
    const logits = (p: number) => [Math.log(p), Math.log(1 - p)];
    const metric = metricFor('sparseCategoricalCrossentropy', 'perplexity');
    const first = { y: tf.zeros([1, 2], 'int32'), predicted: tf.tensor3d([[logits(1 / 2), logits(1 / 4)]]) };
    const second = { y: tf.zeros([1, 1], 'int32'), predicted: tf.tensor3d([[logits(1 / 8)]]) };
    expect(report(metric, [first, second])['perplexity']).toBeCloseTo(4, 5);
  });
});
