import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface Run {
  readonly jobId: string;
  readonly state: string;
  readonly weightsSha256: string;
  readonly metrics: Readonly<Record<string, number>>;
}
interface Shown {
  readonly artifacts: readonly { readonly name: string }[];
}

const EXAMPLE = new URL('../../../examples/detection.yaml', import.meta.url).pathname;
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
  const run = (workers: number, ...more: readonly string[]) =>
    cluster.json<Run>(['run', EXAMPLE, '--workers', String(workers), ...more]);
  const short = SHORT.flatMap((change) => ['--set', change]);
  const two = await run(2, ...short);
  const one = await run(1, ...short);
  expect(two.state).toBe('succeeded');
  expect([two.weightsSha256, two.metrics]).toEqual([one.weightsSha256, one.metrics]);
  expect(Object.keys(two.metrics)).toEqual(expect.arrayContaining(['mAP50', 'mAP50-95']));
  const { artifacts } = await cluster.json<Shown>(['show', two.jobId]);
  expect(artifacts.map(({ name }) => name)).toContain('pictures/detections.png');
  if (!isFull) return;
  expect((await run(2)).metrics['mAP50']).toBeGreaterThanOrEqual(0.9);
}, 900_000);
