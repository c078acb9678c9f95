import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

/** A few steps; examples.test.ts trains it to its figure. */
const SHORT = [
  'training.maxSteps=3',
  'schedule.warmupSteps=1',
  'data.config.train=96',
  'data.config.test=40',
];

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  writeSync(2, 'SKIPPED: detection over ranks; npm run test:full trains it, npm test trains yolo and ssd\n');

describe.runIf(isFull)('a detector', () => {
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
  }, 180_000);
});
