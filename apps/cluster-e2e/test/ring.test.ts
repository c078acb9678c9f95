import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 3 });
}, 150_000);
afterAll(() => cluster.close());

it('three workers add in a ring: the run is marked, verified and audited', async () => {
  const ring = ['examples/mlp-blobs.yaml', '--workers', '3', '--set', 'training.shards=3'].concat([
    ...['--set', 'training.reduce=ring', '--set', 'training.verifyReplicasEvery=1'],
  ]);
  const run = await cluster.json<{
    readonly jobId: string;
    readonly weightsSha256: string;
    readonly checkpoints: readonly number[];
  }>(['run', ...ring], { timeoutMs: 100_000 });
  expect(run).toMatchObject({ state: 'succeeded', steps: 200, reduce: 'ring', bitsDependOnWorkers: true });
  expect(await cluster.json(['audit', run.jobId])).toMatchObject({ ok: true, steps: 200, problems: [] });

  const shown = await cluster.cli(['show', run.jobId]);
  expect(shown.stdout).toMatch(/reduce +ring: the bits of its weights depend on the number of workers/);
  const checked = await cluster.json<{ warnings: readonly string[] }>(['validate', ...ring]);
  expect(checked.warnings).toEqual([expect.stringContaining('training.reduce: ring')]);

  const from = `${run.jobId}@${run.checkpoints[0]}`;
  const forked = await cluster.cli(['fork', from, '--set', 'training.reduce=canonical']);
  expect([forked.code, forked.stderr]).toEqual([2, expect.stringContaining('training.reduce')]);
  const replayed = await cluster.cli(['replay', run.jobId, '--step', '5']);
  expect([replayed.code, replayed.stderr]).toEqual([2, expect.stringContaining('training.reduce: ring')]);
}, 120_000);
