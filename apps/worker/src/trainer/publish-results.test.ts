import type { JobResult } from '@ringmaster/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';

const document = {
  version: 1,
  kind: 'train',
  name: 'masks',
  model: { name: 'unet3d', config: { depth: 1, filters: 2 } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'scans', dimensions: 3, size: 16, train: 4, validation: 2, test: 3, seed: 3 },
    batchSize: 4,
  },
  task: { kind: 'segmentation' },
  loss: 'dice',
  optimizer: { kind: 'adam' },
  training: { epochs: 1, seed: 7, shards: 2 },
};

describe('a finished segmentation', () => {
  let result: JobResult;
  let files: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    const trainer = await startTrainer();
    trainer.order({ type: 'assign', assignment: assignment(document) });
    await trainer.heard('ready');
    trainer.order(go());
    ({ result } = await trainer.heard('finished'));
    files = new Map(trainer.files.map(({ name, bytes }) => [name, bytes]));
  }, 60_000);

  it('leaves pictures of masks and of its confusion matrix', () => {
    for (const name of ['pictures/masks.png', 'pictures/confusion.png']) {
      expect(result.artifacts).toContain(name);
      expect([...(files.get(name) ?? []).slice(1, 4)]).toEqual([...new TextEncoder().encode('PNG')]);
    }
  });

  it('counts every voxel of the test split once, and as often right as the accuracy says', () => {
    const text = new TextDecoder().decode(files.get('confusion/test.csv'));
    const [head, ...rows] = text
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(head).toEqual(['true class', 'tissue', 'nodule']);
    const counts = rows.map(([, ...cells]) => cells.map(Number));
    const total = counts.flat().reduce((sum, count) => sum + count, 0);
    expect(total).toBe(3 * 16 ** 3);
    const right = counts.reduce((sum, row, i) => sum + (row[i] ?? NaN), 0);
    expect(result.metrics['accuracy']).toBeCloseTo(right / total, 12);
  });
});

it('a finished detection leaves a picture of its boxes, and the average precision of its test split', async () => {
  const trainer = await startTrainer();
  const detection = {
    ...document,
    name: 'boxes',
    model: { name: 'yolo', config: { filters: [2, 3], deep: [4], anchors: [[0.3, 0.3]] } },
    data: {
      dataset: 'synthetic',
      config: { kind: 'scenes', labels: 'boxes', size: 16, train: 4, validation: 2, test: 3, seed: 3 },
      batchSize: 4,
    },
    task: { kind: 'detection' },
    loss: 'yolo',
  };
  trainer.order({ type: 'assign', assignment: assignment(detection) });
  await trainer.heard('ready');
  trainer.order(go());
  const { result } = await trainer.heard('finished');
  expect(result.artifacts).toContain('pictures/detections.png');
  expect(trainer.files.map(({ name }) => name)).toContain('pictures/detections.png');
  for (const name of ['mAP50', 'mAP50-95']) {
    expect(result.metrics[name]).toBeGreaterThanOrEqual(0);
    expect(result.metrics[name]).toBeLessThanOrEqual(1);
  }
}, 60_000);
