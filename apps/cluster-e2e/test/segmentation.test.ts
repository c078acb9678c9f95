import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
/** In `npm test` a few steps of the smaller one; in `npm run test:full` both examples, to their figure. */
const CASES = isFull
  ? [
      { example: 'segmentation', set: [], least: 0.9 },
      { example: 'volumes', set: [], least: 0.9 },
    ]
  : [{ example: 'segmentation', set: ['training.maxSteps=4'], least: 0 }];

describe('a segmentation', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 150_000);
  afterAll(() => cluster.close());

  it.each(CASES)(
    '$example finds nodules on two workers, with Dice $least at least, and shows them',
    async ({ example, set, least }) => {
      const run = await cluster.example(example, { set });
      expect(run.state).toBe('succeeded');
      expect(run.metrics['diceScore']).toBeGreaterThanOrEqual(least);
      expect(await cluster.artifacts(run.jobId)).toEqual(
        expect.arrayContaining(['confusion/test.csv', 'pictures/confusion.png', 'pictures/masks.png']),
      );
    },
    600_000,
  );
});
