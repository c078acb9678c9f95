import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayReport } from '@ringmaster/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface Audit {
  readonly ok: boolean;
  readonly steps: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly lineage: readonly string[];
  readonly gaps: readonly object[];
  readonly problems: readonly string[];
  readonly repeated: { readonly steps: number };
}

let cluster: Cluster;
const directory = mkdtempSync(join(tmpdir(), 'rm-audit-e2e-'));
/** A data row whose values are numbers, and too large for the model. */
const POISONED = 17;

beforeAll(async () => {
  const rows = Array.from({ length: 60 }, (_, i) =>
    i === POISONED ? '3e38,3e38,a' : `${i % 7},${i % 5},${i % 2 ? 'a' : 'b'}`,
  );
  writeFileSync(join(directory, 'rows.csv'), ['x,y,label', ...rows, ''].join('\n'));
  cluster = createCluster();
  await cluster.up({ workers: 2, dataRoots: [`rows=${directory}`] });
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true });
});

const audit = (id: string) => cluster.json<Audit>(['audit', id]);
const replay = (id: string, step: number, ...more: string[]) =>
  cluster.json<ReplayReport>([
    ...['replay', id, '--step', String(step), '--output', join(directory, `${id}-${step}`)],
    ...more,
  ]);
const finish = async (args: readonly string[]) => cluster.waitForEnd(await cluster.submit(args));

it('a run whose trainer is killed audits clean, replays to its weights, and forks to them', async () => {
  const job = ['examples/mlp-blobs.yaml', '--workers', '2', '--set', 'training.epochs=10'];
  const id = await cluster.submit(job);
  const running = await cluster.waitFor(id, 'step 80', (view) => (view.progress?.step ?? 0) >= 80);
  process.kill(running.attempts[0]?.ranks[0]?.pid ?? 0, 'SIGKILL');
  const { state, generations, result, checkpoints } = await cluster.waitForEnd(id);
  expect(state).toBe('succeeded');
  expect(generations).toBeGreaterThan(1);

  const report = await audit(id);
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ ok: true, steps: 400, lost: 0, duplicated: 0 });

  const replayed = await replay(id, 400);
  expect(replayed).toMatchObject({ firstDifference: null, isFinalWeights: true, nonFiniteSamples: [] });
  expect(replayed.weightsSha256).toBe(result?.weightsSha256);
  expect(replayed.checked).toBe(replayed.recomputed);
  expect(replayed.samples).toHaveLength(50);

  const from = checkpoints.at(-2) ?? 0;
  const same = await cluster.json<{ jobId: string; weightsSha256: string; forkOf: object }>([
    ...['fork', `${id}@${from}`, '--follow'],
  ]);
  expect(same.weightsSha256).toBe(result?.weightsSha256);
  expect(same.forkOf).toEqual({ jobId: id, step: from, changes: [] });
  expect(await audit(same.jobId)).toMatchObject({ ok: true, steps: 400, lineage: [id, same.jobId] });

  const other = await cluster.json<{ jobId: string }>([
    ...['fork', `${id}@${from}`, '--set', 'optimizer.learningRate=0.001'],
  ]);
  const shown = await cluster.cli(['show', other.jobId]);
  expect(shown.stdout).toContain(`${id}@${from} (optimizer.learningRate: 0.01 → 0.001)`);
  const refused = await cluster.cli(['fork', `${id}@${from}`, '--set', 'data.batchSize=40']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('data.batchSize: is 50')]);
  const unknown = await cluster.cli(['fork', `${id}@${from + 1}`]);
  expect([unknown.code, unknown.stderr]).toEqual([
    3,
    expect.stringContaining(`the nearest are ${id}@${from}`),
  ]);

  // What is not in the log is not taken for good.
  const file = join(cluster.home, 'artifacts', id, 'audit.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  writeFileSync(file, `${lines.filter((line) => !line.includes('"step":390,')).join('\n')}\n`);
  const incomplete = await cluster.cli(['audit', id, '--json']);
  expect(incomplete.code).toBe(1);
  expect(JSON.parse(incomplete.stdout)).toMatchObject({ ok: false, gaps: [{ from: 390, to: 390 }] });
}, 300_000);

it('names the sample that makes a step not finite', async () => {
  const document = {
    ...{ version: 1, kind: 'train', name: 'poisoned', loss: 'sparseCategoricalCrossentropy' },
    model: { name: 'mlp', config: { hidden: [16, 16] } },
    data: {
      ...{ dataset: 'csv', source: 'rows', batchSize: 10, normalize: 'none' },
      config: { file: 'rows.csv', label: 'label', split: { validation: 0, test: 0, seed: 1 } },
    },
    training: { epochs: 1, shards: 2, maxNonFiniteSteps: 1 },
    workers: { min: 2, max: 2 },
  };
  const spec = join(directory, 'poisoned.json');
  writeFileSync(spec, JSON.stringify(document));
  const { jobId, state, cause } = await finish([spec]);
  expect([state, cause?.code]).toEqual(['failed', 'non_finite']);
  const step = Number(cause?.details?.['step']) + 1;
  const report = await replay(jobId, step, '--data-root', `rows=${directory}`);
  expect(report).toMatchObject({ applied: false, firstDifference: null });
  expect(report.nonFiniteSamples).toHaveLength(1);
  expect(cause?.details?.['ids']).toContain(report.nonFiniteSamples[0]);
  const bad = report.samples.find(({ id }) => id === report.nonFiniteSamples[0]);
  expect(typeof bad?.loss).toBe('string');
  expect(report.activations.some(({ statistics }) => statistics.nonFinite > 0)).toBe(true);
  expect(readFileSync(join(directory, `${jobId}-${step}`, 'batch.safetensors')).length).toBeGreaterThan(100);
}, 120_000);
