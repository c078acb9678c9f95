import '@tensorflow/tfjs-backend-cpu';
import { TASK_NAMES } from '@ringmaster/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskBatch } from '../ports/graph-parts.js';
import { jobTask } from './tasks.js';

beforeAll(() => tf.setBackend('cpu'));

const loss = 'sparseCategoricalCrossentropy' as const;

/** Two samples of three tokens; the right token has the probability 1/2, 1/4, 1/8. */
function tokens(extras: TaskBatch['extras'] = {}, labels = [0, 0, 0, 0, 0, 0]): TaskBatch {
  const row = [2, 4, 8].map((n) => [Math.log(1 / n), Math.log(1 - 1 / n)]);
  return {
    x: tf.zeros([2, 3], 'int32'),
    y: tf.tensor2d(labels, [2, 3], 'int32'),
    outputs: [tf.tensor3d([row, row])],
    extras,
  };
}

const lossesOf = (batch: TaskBatch, job: Parameters<typeof jobTask>[0]) => [
  ...jobTask(job).losses(batch).dataSync(),
];

describe('a task', () => {
  const reported = {
    classification: ['accuracy'],
    regression: [],
    segmentation: ['accuracy', 'diceScore'],
    detection: [],
    languageModel: ['accuracy', 'perplexity'],
    sequenceToSequence: ['accuracy', 'perplexity'],
    forecasting: ['rootMeanSquaredError'],
  } satisfies Record<(typeof TASK_NAMES)[number], readonly string[]>;
  it.each(TASK_NAMES)('%s has one loss a sample, and its own numbers', (kind) => {
    const isForecast = kind === 'forecasting';
    const batch = isForecast ? { ...tokens(), y: tf.zeros([2, 3, 2]) } : tokens();
    const { losses, metrics } = jobTask({ loss: isForecast ? 'meanSquaredError' : loss, task: { kind } });
    expect(losses(batch).shape).toEqual([2]);
    expect(metrics.flatMap(({ names }) => names)).toEqual(reported[kind]);
  });

  it('is implied by the loss', () => {
    expect(jobTask({ loss }).metrics.flatMap(({ names }) => names)).toEqual(['accuracy']);
    expect(jobTask({ loss: 'meanSquaredError' }).metrics).toEqual([]);
    const reports = ({ metrics }: ReturnType<typeof jobTask>) => metrics.flatMap(({ names }) => names);
    for (const one of ['multibox', 'yolo'] as const)
      for (const job of [{ loss: one }, { loss: one, task: { kind: 'detection' as const } }])
        expect(reports(jobTask(job))).toEqual(['mAP50', 'mAP50-95']);
  });

  it('weighs the elements of a sample by the column mask: a sample without any costs nothing', () => {
    const mask = tf.tensor2d([
      [1, 1, 0],
      [0, 0, 0],
    ]);
    const [first, second] = lossesOf(tokens({ mask }), { loss, task: { kind: 'languageModel' } });
    expect(first).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 5);
    expect(second).toBe(0);
  });

  it('leaves out padding', () => {
    const batch = tokens({}, [0, 0, 1, 0, 1, 1]);
    const [first, second] = lossesOf(batch, { loss, task: { kind: 'sequenceToSequence', padding: 1 } });
    expect(first).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 5);
    expect(second).toBeCloseTo(Math.log(2), 5);
  });

  it('weighs samples by the column weight', () => {
    const plain = lossesOf(tokens(), { loss });
    const weighed = lossesOf(tokens({ weight: tf.tensor1d([0.5, 3]) }), { loss });
    expect(weighed[0]).toBeCloseTo(0.5 * (plain[0] ?? NaN), 6);
    expect(weighed[1]).toBeCloseTo(3 * (plain[1] ?? NaN), 5);
  });
});
