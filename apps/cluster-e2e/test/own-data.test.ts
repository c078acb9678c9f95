import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface RunDocument {
  readonly jobId: string;
  readonly state: string;
  readonly metrics: { readonly accuracy: number };
  readonly weightsSha256: string;
  readonly datasetHash: string;
  readonly cause: { readonly code: string; readonly message: string };
}

let cluster: Cluster;
const directory = mkdtempSync(join(tmpdir(), 'rm-own-data-'));
const file = join(directory, 'petals.csv');
const run = (...more: string[]) => cluster.json<RunDocument>(['run', 'examples/csv.yaml', ...more]);

beforeAll(async () => {
  cpSync('examples/data/petals', directory, { recursive: true });
  cluster = createCluster();
  await cluster.up({ workers: 2, dataRoots: [`petals=${directory}`] });
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true });
});

it('a CSV file under a data root trains to 0.95, to the same bits on one worker and on two', async () => {
  const two = await run('--workers', '2');
  expect(two.state).toBe('succeeded');
  expect(two.metrics.accuracy).toBeGreaterThanOrEqual(0.95);
  const one = await run('--workers', '1', '--set', `data.source=petals@${two.datasetHash}`);
  expect([one.weightsSha256, one.datasetHash]).toEqual([two.weightsSha256, two.datasetHash]);
}, 300_000);

it('a changed file and a broken one fail the job with the reason, an unknown name is refused', async () => {
  const whole = readFileSync(file, 'utf8');
  const { datasetHash } = await run('--set', 'training.maxSteps=1');
  writeFileSync(file, `${whole}5.0,3.0,1.5,0.2,alba\n`);
  const changed = await run('--set', `data.source=petals@${datasetHash}`);
  expect(changed.cause.code).toBe('incompatible');
  expect(changed.cause.message).toContain(`petals@${datasetHash} was asked for`);

  writeFileSync(file, `${whole}5.0,3.0`);
  const cut = await run();
  expect(cut.state).toBe('failed');
  expect(cut.cause.code).toBe('data_corrupt');
  expect(cut.cause.message).toContain('petals.csv:302: 2 fields, but the first line names 5 columns');
  expect((await cluster.job(cut.jobId)).attempts).toHaveLength(1);

  const unknown = await cluster.cli(['run', 'examples/csv.yaml', '--set', 'data.source=stones']);
  expect(unknown.code).toBe(3);
  expect(unknown.stderr).toContain('--data-root stones=<directory>');
}, 300_000);

it.each([
  ['data.source=../petals', 'data.source'],
  ['data.config.file=../../etc/passwd', 'data.config.file'],
])('refuses %s before anything is submitted', async (change, field) => {
  const result = await cluster.cli(['run', 'examples/csv.yaml', '--set', change]);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(field);
});
