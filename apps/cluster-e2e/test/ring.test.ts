import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 3 });
}, 150_000);
afterAll(() => cluster.close());

it('three workers add in a ring: the run is marked, verified and audited', async () => {
  const job = ['examples/mlp-blobs.yaml', '--workers', '3', '--set', 'training.shards=3'].concat([
    ...['--set', 'training.epochs=2', '--set', 'training.verifyReplicasEvery=1'],
  ]);
  const ring = [...job, '--set', 'training.reduce=ring'];
  const run = await cluster.json<{
    readonly jobId: string;
    readonly weightsSha256: string;
  }>(['run', ...ring], { timeoutMs: 100_000 });
  expect(run).toMatchObject({ state: 'succeeded', steps: 80, reduce: 'ring', bitsDependOnWorkers: true });
  expect(await cluster.json(['audit', run.jobId])).toMatchObject({ ok: true, steps: 80, problems: [] });
  const lines = readFileSync(join(cluster.home, 'artifacts', run.jobId, 'audit.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.filter((line) => line.includes('"replicaBefore"'))).toHaveLength(80);
  const canonical = await cluster.json<typeof run>(['run', ...job], { timeoutMs: 100_000 });
  expect(canonical).toMatchObject({
    state: 'succeeded',
    steps: 80,
    reduce: 'canonical',
    bitsDependOnWorkers: false,
  });
  expect(canonical.weightsSha256).not.toBe(run.weightsSha256);

  const shown = await cluster.cli(['show', run.jobId]);
  expect(shown.stdout).toMatch(/reduce +ring: the bits of its weights depend on the number of workers/);
  const replayed = await cluster.cli(['replay', run.jobId, '--step', '5']);
  expect([replayed.code, replayed.stderr]).toEqual([2, expect.stringContaining('training.reduce: ring')]);
}, 120_000);
