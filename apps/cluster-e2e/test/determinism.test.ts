import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface RunDocument {
  readonly jobId: string;
  readonly state: string;
  readonly metrics: { readonly accuracy: number };
  readonly weightsSha256: string;
  readonly steps: number;
  readonly samples: number;
  readonly generations: number;
  readonly seconds: number;
}

const full = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!full)
  writeSync(
    2,
    'SKIPPED: 4 workers; augmented samples on 1 and 4 workers, in threads, resumed; npm run test:full trains them\n',
  );
/** The quick tier runs the same document for fewer steps. */
const size = full ? [] : ['--set', 'training.epochs=1', '--set', 'training.checkpoint.everySteps=25'];
const halfway = full ? 400 : 50;
/** Of the checkpoints that there are: where the disk is slow one is replaced by the next while it waits. */
const nearHalfway = (steps: readonly number[]): number =>
  steps.reduce((a, b) => (Math.abs(b - halfway) < Math.abs(a - halfway) ? b : a));

describe('the same bits on any number of workers', () => {
  let cluster: Cluster;
  let reference: RunDocument;
  const run = (workers: number, ...more: string[]) =>
    cluster.json<RunDocument>(
      ['run', 'examples/digits.yaml', '--workers', String(workers), ...size, ...more],
      { timeoutMs: 400_000 },
    );

  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2, slots: 2 });
    reference = await run(1);
  }, 400_000);
  afterAll(() => cluster.close());

  it('trains on one worker', () => {
    expect(reference.state).toBe('succeeded');
    expect(reference.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(reference.generations).toBe(1);
    expect(reference.metrics.accuracy).toBeGreaterThan(full ? 0.97 : 0.6);
    expect(reference.seconds).toBeGreaterThan(0);
  });

  // Two and three take part in the resume below; elastic.test.ts compares four with one.
  it.runIf(full).each([2, 3, 4])(
    '%i workers end with the hash of one',
    async (workers) => {
      const result = await run(workers);
      expect(result.state).toBe('succeeded');
      expect(result.weightsSha256).toBe(reference.weightsSha256);
      expect([result.steps, result.samples]).toEqual([reference.steps, reference.samples]);
    },
    400_000,
  );

  it('resumes at half way with another number of workers and ends with the same hash', async () => {
    // A run keeps its newest checkpoints only, so the one to resume from comes from a run that keeps them all.
    const kept = await run(2, '--set', 'training.checkpoint.keep=100');
    expect(kept.weightsSha256).toBe(reference.weightsSha256);
    const { checkpoints } = await cluster.json<{ checkpoints: { step: number }[] }>([
      ...['ckpt', 'ls', kept.jobId],
    ]);
    const result = await run(
      3,
      '--set',
      'training.checkpoint.keep=100',
      '--resume',
      `${kept.jobId}@${nearHalfway(checkpoints.map(({ step }) => step))}`,
    );
    expect(result.state).toBe('succeeded');
    expect(result.weightsSha256).toBe(reference.weightsSha256);
  }, 400_000);

  it.runIf(full)(
    'augments alike on 1 and 4 workers, in place and in threads, and after a resume',
    async () => {
      const augmented = (workers: number, threads: number, ...more: string[]) =>
        cluster.json<RunDocument>(
          [
            ...[
              'run',
              'examples/augmentation.yaml',
              '--workers',
              String(workers),
              '--set',
              'training.epochs=1',
            ],
            ...['--set', `data.workers=${threads}`, '--set', 'training.checkpoint.everySteps=10', ...more],
          ],
          { timeoutMs: 400_000 },
        );
      const inPlace = await augmented(1, 0);
      const runs = [
        await augmented(1, 2),
        await augmented(4, 2),
        await augmented(2, 1, '--resume', `${inPlace.jobId}@10`),
      ];
      for (const run of runs) expect(run.weightsSha256).toBe(inPlace.weightsSha256);
    },
    400_000,
  );
});
