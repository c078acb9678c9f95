import '@tensorflow/tfjs-backend-cpu';
import { type LossName, METRIC_NAMES, type MetricSpec } from '@ringmaster/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../ports/graph-parts.js';
import { jobTask } from '../tasks/tasks.js';
import type { LabelFacts } from './metric-context.js';
import { confusionCsv } from './confusion.js';
import { metricTable } from './metric-table.js';

beforeAll(() => tf.setBackend('cpu'));

interface Samples {
  readonly y: tf.Tensor;
  readonly predicted: tf.Tensor;
  readonly mask?: tf.Tensor;
  readonly extras?: Readonly<Record<string, tf.Tensor>>;
}

const metricFor = (loss: LossName, metric: MetricSpec, labels: LabelFacts = {}): Metric => {
  const [found] = jobTask({ loss, metrics: [metric] }, labels).metrics;
  if (!found) throw new TypeError('the task has no metric');
  return found;
};

/** The sums of several batches. */
function sumsOf(metric: Metric, batches: readonly Samples[]) {
  const { width } = metric;
  const sums = new Array<number>(width).fill(0);
  const list: number[] = [];
  let samples = 0;
  for (const { y, predicted, mask, extras } of batches) {
    const columns = { ...extras, ...(mask && { mask }) };
    const fetched = metric.fetch({ x: predicted, y, outputs: [predicted], extras: columns });
    const values = fetched.map((one) => ({ shape: one.shape, data: one.dataSync<'float32'>() }));
    if (metric.reduce) metric.reduce(values).forEach((sum, i) => (sums[i] = (sums[i] ?? 0) + sum));
    else values[0]?.data.forEach((value, i) => (sums[i % width] = (sums[i % width] ?? 0) + value));
    list.push(...(metric.gather?.(values) ?? []));
    samples += y.shape[0] ?? 0;
  }
  return { loss: 0, metrics: sums, samples, gathered: [list] };
}

/** The reported numbers of several batches, by way of their sums. */
const report = (metric: Metric, batches: readonly Samples[]): Readonly<Record<string, number>> =>
  metricTable([metric]).finish(sumsOf(metric, batches));

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

const sparse = 'sparseCategoricalCrossentropy' as const;

describe('topKAccuracy', () => {
  it('takes the k largest, of equal ones the lower classes', () => {
    const predicted = tf.tensor2d([
      [5, 3, 3, 1],
      [5, 3, 3, 1],
      [0, 0, 0, 0],
    ]);
    const y = tf.tensor1d([1, 2, 3], 'int32');
    const top = (k: number) =>
      report(metricFor(sparse, { kind: 'topKAccuracy', k }), [{ y, predicted }])[`top${k}Accuracy`];
    expect([top(1), top(2), top(3), top(4)]).toEqual([0, 1 / 3, 2 / 3, 1]);
  });
});

/** Logits that choose the given classes of three. */
const choices = (classes: readonly number[]) =>
  tf.tensor2d(classes.map((chosen) => [0, 1, 2].map((label) => (label === chosen ? 1 : 0))));

describe('metrics of the confusion matrix', () => {
  // Labels 0 0 0 1 1 2, found 0 0 1 1 2 2: right 2, 1, 1; wrong 0, 1, 1; missed 1, 1, 0.
  const y = [0, 0, 0, 1, 1, 2];
  const found = [0, 0, 1, 1, 2, 2];
  const halves = [
    { y: tf.tensor1d(y.slice(0, 2), 'int32'), predicted: () => choices(found.slice(0, 2)) },
    { y: tf.tensor1d(y.slice(2), 'int32'), predicted: () => choices(found.slice(2)) },
  ];
  const of = (metric: MetricSpec) =>
    report(
      metricFor(sparse, metric, { classes: 3, classNames: ['cat', 'dog', 'owl'] }),
      halves.map(({ y: labels, predicted }) => ({ y: labels, predicted: predicted() })),
    );

  it('macro and micro precision, recall and F1, and of each class by its name', () => {
    const macro = of({ kind: 'precisionRecall', average: 'macro', perClass: true });
    expect(macro['precision']).toBeCloseTo((1 + 1 / 2 + 1 / 2) / 3, 12);
    expect(macro['recall']).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3, 12);
    expect(macro['f1']).toBeCloseTo((4 / 5 + 2 / 4 + 2 / 3) / 3, 12);
    expect(macro['recall/cat']).toBeCloseTo(2 / 3, 12);
    expect(of({ kind: 'precisionRecall', average: 'micro', perClass: false })).toMatchObject({
      precision: 4 / 6,
      recall: 4 / 6,
      f1: 8 / 12,
    });
  });

  it('mean IoU and Dice', () => {
    expect(of('meanIou')['meanIou']).toBeCloseTo((2 / 3 + 1 / 3 + 1 / 2) / 3, 12);
    expect(of('diceScore')['diceScore']).toBeCloseTo((4 / 5 + 2 / 4 + 2 / 3) / 3, 12);
  });

  it('the matrix itself, for spreadsheets, behind other metrics', () => {
    const labels = { classes: 3, classNames: ['cat', 'dog, wet', '"owl"'], labelShape: [] };
    const batches = halves.map(({ y: truth, predicted }) => ({ y: truth, predicted: predicted() }));
    const [other, matrix] = (['diceScore', 'confusionMatrix'] as const).map((kind) =>
      metricFor(sparse, kind, labels),
    ) as [Metric, Metric];
    const { metrics, samples } = sumsOf(matrix, batches);
    const sums = { loss: 6, metrics: [...new Array<number>(other.width).fill(7), ...metrics], samples };
    const table = metricTable([other, matrix]);
    expect(Object.keys(table.finish(sums))).toEqual(['loss', 'diceScore']);
    const confusion = table.confusion?.(sums);
    expect(confusion && confusionCsv(confusion)).toBe(
      'true class,cat,"dog, wet","""owl"""\ncat,2,1,0\n"dog, wet",0,1,1\n"""owl""",0,0,1\n',
    );
    expect(metricTable([other]).confusion?.(sums)).toBeUndefined();
  });

  it('the matrix of probabilities, and of two classes with one logit', () => {
    const labels = { classes: 2, labelShape: [] };
    const mixed = {
      y: tf.tensor2d([0.9, 0.1, 0.2, 0.8], [2, 2]),
      predicted: tf.tensor2d([1, 2, 0, 3], [2, 2]),
    };
    const soft = metricFor('categoricalCrossentropy', 'confusionMatrix', labels);
    expect(sumsOf(soft, [mixed]).metrics).toEqual([0, 1, 0, 1]);
    const logits = { y: tf.tensor1d([0, 1, 1], 'int32'), predicted: tf.tensor2d([-1, 2, -3], [3, 1]) };
    const binary = metricFor('binaryCrossentropy', 'confusionMatrix', labels);
    expect(sumsOf(binary, [logits]).metrics).toEqual([1, 0, 1, 1]);
    const numbers = { labelShape: [4] };
    expect(() => metricFor('binaryCrossentropy', 'confusionMatrix', numbers)).toThrow('are no classes');
  });

  it('Dice without the background, and of each class by its name', () => {
    const found = of({ kind: 'diceScore', background: 1, perClass: true });
    expect(found['diceScore']).toBeCloseTo((4 / 5 + 2 / 3) / 2, 12);
    expect(found['diceScore/cat']).toBeCloseTo(4 / 5, 12);
    expect(Object.keys(found)).toHaveLength(5);
    const refused = { kind: 'meanIou', background: 3, perClass: false } as const;
    expect(() => of(refused)).toThrow('classes are numbered from 0 to 2');
  });
});

describe('rocAuc', () => {
  it('is the share of pairs in the right order, ties counting half, over all batches', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    const batch = (scores: readonly number[], y: readonly number[]) => ({
      y: tf.tensor2d(y.map((label) => [label])),
      predicted: tf.tensor2d(scores.map((score) => [logit(score)])),
    });
    const metric = metricFor('binaryCrossentropy', 'rocAuc');
    // Pairs: 0.9 beats both; 0.4 beats 0.1 and ties with 0.4.
    const found = report(metric, [batch([0.9, 0.4], [1, 0]), batch([0.4, 0.1], [1, 0])]);
    expect(found['rocAuc']).toBe(3.5 / 4);
  });
});

describe('errors', () => {
  it('are of all outputs of the split', () => {
    const batches = [
      { y: tf.tensor2d([[0]]), predicted: tf.tensor2d([[3]]) },
      { y: tf.tensor2d([[1], [1]]), predicted: tf.tensor2d([[1], [5]]) },
    ];
    const of = (metric: MetricSpec) => report(metricFor('meanSquaredError', metric), batches);
    expect(of('meanAbsoluteError')['meanAbsoluteError']).toBeCloseTo(7 / 3, 6);
    expect(of('rootMeanSquaredError')['rootMeanSquaredError']).toBeCloseTo(Math.sqrt(25 / 3), 6);
  });

  it('are compared with those of the mean by r2Score, over all batches', () => {
    const of = (labels: readonly number[], predictions: readonly number[]) =>
      report(
        metricFor('meanSquaredError', 'r2Score'),
        labels.map((label, i) => ({
          y: tf.tensor2d([[label]]),
          predicted: tf.tensor2d([[predictions[i] ?? NaN]]),
        })),
      )['r2Score'];
    // scikit-learn's own example: r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]) is 0.948…
    expect(of([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBeCloseTo(0.9486081370449679, 6);
    expect(of([1, 2, 3], [2, 2, 2])).toBeCloseTo(0, 6);
    expect(of([1, 2, 3], [3, 2, 1])).toBeCloseTo(-3, 5);
    expect(of([2, 2], [2, 5])).toBe(0);
    expect(() => metricFor(sparse, 'r2Score')).toThrow(/compares numbers/);
  });
});

describe('forecasts', () => {
  const forecast = (own: readonly number[], naive: readonly number[]) => ({
    y: tf.zeros([1, 2]),
    predicted: tf.tensor2d([[...own]]),
    extras: { naive: tf.tensor2d([[...naive]]) },
  });
  it('are compared with the naive one over all batches', () => {
    // Squared errors: own 1 + 1 + 0 + 4 = 6, naive 4 + 4 + 9 + 7 = 24, of four values.
    const metric = metricFor('meanSquaredError', 'forecastSkill');
    const found = report(metric, [forecast([1, -1], [2, -2]), forecast([0, 2], [3, Math.sqrt(7)])]);
    expect(found['naiveRootMeanSquaredError']).toBeCloseTo(Math.sqrt(6), 5);
    expect(found['forecastSkill']).toBeCloseTo(0.75, 5);
  });

  it('need the column, which the task looks for too', () => {
    const extras = { naive: { shape: [2], dtype: 'float32' as const } };
    const names = (labels: LabelFacts) =>
      jobTask({ loss: 'meanSquaredError', task: { kind: 'forecasting' } }, labels).metrics.flatMap(
        (one) => one.names,
      );
    expect(names({})).toEqual(['rootMeanSquaredError']);
    expect(names({ extras })).toEqual(['rootMeanSquaredError', 'naiveRootMeanSquaredError', 'forecastSkill']);
    expect(() => metricFor('meanSquaredError', 'forecastSkill', { extras: {} })).toThrow(/no column "naive"/);
    expect(() => metricFor('meanSquaredError', 'anomalyAuc', { extras: {} })).toThrow(/no column "anomaly"/);
    expect(() => metricFor(sparse, 'anomalyAuc')).toThrow(/compares numbers/);
  });

  it('miss anomalies by more: the share of pairs in which they do, ties counting half', () => {
    const batch = (errors: readonly number[], anomaly: readonly number[]) => ({
      y: tf.zeros([errors.length, 2]),
      predicted: tf.tensor2d(errors.map((error) => [error, -error])),
      extras: { anomaly: tf.tensor1d([...anomaly]) },
    });
    // Anomalies 2 and 0.5, normal 0.5, 0.1 and 0: 2 beats all three, 0.5 beats two and ties with one.
    const found = report(metricFor('meanSquaredError', 'anomalyAuc'), [
      batch([2, 0.5, 0.1], [1, 0, 0]),
      batch([0.5, 0], [1, 0]),
    ]);
    expect(found['anomalyAuc']).toBe(5.5 / 6);
  });
});

describe('metrics of sequences', () => {
  const logits = (tokens: readonly number[], symbols: number) =>
    tf.tensor3d([tokens.map((token) => Array.from({ length: symbols }, (_, i) => (i === token ? 1 : 0)))]);
  const sample = (found: readonly number[], wanted: readonly number[]) => ({
    y: tf.tensor2d([[...wanted]], [1, wanted.length], 'int32'),
    predicted: logits(found, 8),
  });

  it('exact matches, where every token that counts is right', () => {
    const masked = { ...sample([1, 2, 3], [1, 2, 0]), mask: tf.tensor2d([[1, 1, 0]]) };
    const found = report(metricFor(sparse, 'exactMatch'), [
      sample([1, 2], [1, 2]),
      sample([1, 3], [1, 2]),
      masked,
    ]);
    expect(found['exactMatch']).toBeCloseTo(2 / 3, 12);
  });

  it('edits ÷ symbols; of ctc, of the best path without repeats and blanks', () => {
    const plain = report(metricFor(sparse, 'characterErrorRate'), [
      sample([1, 2, 3, 4], [1, 2, 3, 4]),
      sample([5, 1, 2, 3], [1, 2, 3, 4]),
    ]);
    expect(plain['characterErrorRate']).toBe(2 / 8);
    // The path 1 1 – 1 2 spells 1 1 2; the label is 1 2.
    const ctc = { y: tf.tensor2d([[1, 2, -1]], [1, 3], 'int32'), predicted: logits([1, 1, 7, 1, 2], 8) };
    expect(report(metricFor('ctc', 'characterErrorRate'), [ctc])['characterErrorRate']).toBe(1 / 2);
  });

  it('BLEU of a corpus, worked out by hand', () => {
    // Unigrams 3 of 4 and 2 of 2, bigrams 1 of 3 and 1 of 1; both as long as their labels.
    const batches = [sample([1, 2, 4, 3], [1, 2, 3, 5]), sample([6, 7], [6, 7])];
    const found = report(metricFor(sparse, { kind: 'bleu', order: 2 }), batches);
    expect(found['bleu']).toBeCloseTo(Math.sqrt((5 / 6) * (2 / 4)), 12);
  });
});

describe('meanAveragePrecision', () => {
  type Box = readonly [x1: number, y1: number, x2: number, y2: number];
  /** A prior that is the box itself, with its class's probability; of two classes. */
  const row = ([x1, y1, x2, y2]: Box, label: number, score: number) => [
    ...[0, 0, 0, 0, Math.log(1 - score), label === 0 ? Math.log(score) : -50],
    ...[label === 1 ? Math.log(score) : -50, (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1, 0, 0],
  ];
  const truth = (box: Box, label: number) => [...box, label, 0];
  const nothing = [0, 0, 0, 0, -1, 0];
  const [left, right, far]: readonly Box[] = [
    [0, 0, 0.25, 0.5],
    [0.5, 0, 0.75, 0.5],
    [0.5, 0.75, 0.75, 1],
  ] as const;
  const one = left as Box;
  const two = right as Box;
  const none = far as Box;
  /** Two images: right 0.9, wrong 0.8, right 0.7 of class 0; of class 1 one box that is found at an IoU of 0.72. */
  const images = [
    { y: [truth(one, 0), truth(two, 1)], rows: [row(one, 0, 0.9), row([0.5, 0, 0.75, 0.36], 1, 0.6)] },
    { y: [truth(two, 0), nothing], rows: [row(none, 0, 0.8), row(two, 0, 0.7)] },
  ];
  const batch = (of: typeof images) => ({
    y: tf.tensor3d(of.map(({ y }) => y)),
    predicted: tf.tensor3d(of.map(({ rows }) => rows)),
  });
  const found = (batches: readonly Samples[]) =>
    report(metricFor('multibox', 'meanAveragePrecision', { classes: 2 }), batches);

  it('is what COCO makes of hand cases, the mean over classes and thresholds', () => {
    const ranked = (51 + 50 * (2 / 3)) / 101;
    const { mAP50, 'mAP50-95': mean } = found([batch(images)]);
    expect(mAP50).toBeCloseTo((ranked + 1) / 2, 10);
    expect(mean).toBeCloseTo((ranked + 5 / 10) / 2, 10);
  });

  it('is the same however images are dealt', () => {
    const whole = found([batch(images)]);
    expect(found(images.map((image) => batch([image])))).toEqual(whole);
    expect(found([...images].reverse().map((image) => batch([image])))).toEqual(whole);
  });

  it('fits no other loss', () => {
    expect(() => metricFor(sparse, 'meanAveragePrecision')).toThrow('it needs boxes');
    expect(() => metricFor('yolo', 'accuracy')).toThrow('not logits');
  });
});

it.each(METRIC_NAMES)('%s reports the numbers that it names', (kind) => {
  const numbers =
    ['forecastSkill', 'anomalyAuc'].includes(kind) || kind === 'r2Score' || kind.endsWith('Error');
  const loss = kind === 'meanAveragePrecision' ? 'yolo' : numbers ? 'meanSquaredError' : sparse;
  const metric = metricFor(loss, kind, { classes: 2 });
  expect(Object.keys(metric.finish(new Array<number>(metric.width).fill(1), 1, []))).toEqual(metric.names);
});
