import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  writeSync(2, 'SKIPPED: volumes, and detection on one worker and on two; npm run test:full runs them\n');
/** A few steps, in `npm test` of the smaller one; examples.test.ts trains all to their figures. */
const CASES = ['segmentation', ...(isFull ? ['volumes'] : [])];

const SHORT_DETECTION = [
  'training.maxSteps=3',
  'schedule.warmupSteps=1',
  'data.config.train=96',
  'data.config.test=40',
];

describe('detection and segmentation', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 150_000);
  afterAll(() => cluster.close());

  it.each(CASES)(
    '%s runs on two workers, and shows what it found',
    async (example) => {
      const run = await cluster.example(example, { set: ['training.maxSteps=4'] });
      expect(run.state).toBe('succeeded');
      expect(run.metrics['diceScore']).toBeGreaterThanOrEqual(0);
      expect(await cluster.artifacts(run.jobId)).toEqual(
        expect.arrayContaining(['confusion/test.csv', 'pictures/confusion.png', 'pictures/masks.png']),
      );
    },
    180_000,
  );

  it.runIf(isFull)(
    'examples/detection.yaml finds shapes on two workers, and shows them; one worker reports the same to the last bit',
    async () => {
      const two = await cluster.example('detection', { set: SHORT_DETECTION });
      const one = await cluster.example('detection', { set: SHORT_DETECTION, workers: 1 });
      expect(two.state).toBe('succeeded');
      expect([two.weightsSha256, two.metrics]).toEqual([one.weightsSha256, one.metrics]);
      expect(Object.keys(two.metrics)).toEqual(expect.arrayContaining(['mAP50', 'mAP50-95']));
      expect(await cluster.artifacts(two.jobId)).toContain('pictures/detections.png');
    },
    180_000,
  );
});
