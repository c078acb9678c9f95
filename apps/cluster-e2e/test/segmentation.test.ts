import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface Run {
  readonly jobId: string;
  readonly state: string;
  readonly metrics: Readonly<Record<string, number>>;
}
interface Shown {
  readonly artifacts: readonly { readonly name: string }[];
}

const EXAMPLES = new URL('../../../examples/', import.meta.url).pathname;
const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
/** In `npm test` a few steps of the smaller one; in `npm run test:full` both examples, to their figure. */
const CASES = isFull
  ? [
      { example: 'segmentation.yaml', more: [], least: 0.9 },
      { example: 'volumes.yaml', more: [], least: 0.9 },
    ]
  : [{ example: 'segmentation.yaml', more: ['--set', 'training.maxSteps=4'], least: 0 }];

describe('a segmentation', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 150_000);
  afterAll(() => cluster.close());

  it.each(CASES)(
    '$example finds nodules on two workers, with Dice $least at least, and shows them',
    async ({ example, more, least }) => {
      const run = await cluster.json<Run>(['run', join(EXAMPLES, example), '--workers', '2', ...more]);
      expect(run.state).toBe('succeeded');
      expect(run.metrics['diceScore']).toBeGreaterThanOrEqual(least);
      const { artifacts } = await cluster.json<Shown>(['show', run.jobId]);
      const names = artifacts.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['confusion/test.csv', 'pictures/confusion.png', 'pictures/masks.png']),
      );
    },
    600_000,
  );
});
