import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
/** A few steps, in `npm test` of the smaller one; examples.test.ts trains both to their figure. */
const CASES = ['segmentation', ...(isFull ? ['volumes'] : [])];

describe('a segmentation', () => {
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
});
