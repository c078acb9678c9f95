import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

/** In `npm test` a few steps; in `npm run test:full` the whole example, to its figure. */
const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const SHORT = [
  'training.maxSteps=3',
  'schedule.warmupSteps=1',
  'data.config.train=96',
  'data.config.test=40',
];

let cluster: Cluster;
beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 2 });
}, 150_000);
afterAll(() => cluster.close());

it('examples/detection.yaml finds shapes on two workers, and shows them; one worker reports the same to the last bit', async () => {
  const two = await cluster.example('detection', { set: SHORT });
  const one = await cluster.example('detection', { set: SHORT, workers: 1 });
  expect(two.state).toBe('succeeded');
  expect([two.weightsSha256, two.metrics]).toEqual([one.weightsSha256, one.metrics]);
  expect(Object.keys(two.metrics)).toEqual(expect.arrayContaining(['mAP50', 'mAP50-95']));
  expect(await cluster.artifacts(two.jobId)).toContain('pictures/detections.png');
  if (!isFull) return;
  expect((await cluster.example('detection')).metrics['mAP50']).toBeGreaterThanOrEqual(0.9);
}, 900_000);
