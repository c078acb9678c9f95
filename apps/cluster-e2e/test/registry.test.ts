import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface Case {
  readonly model: string;
  readonly config: object;
  /** Of `data.dataset: synthetic`. */
  readonly data: object;
  readonly task?: object;
  readonly loss?: string;
  /** Also in `npm test`; all are in `npm run test:full`. */
  readonly quick?: boolean;
}
interface Run {
  readonly jobId: string;
  readonly state: string;
  readonly steps: number;
  readonly weightsSha256: string;
}

const ROOT = new URL('../../../', import.meta.url).pathname;
const small = { layers: 1, width: 8, heads: 2 };
const images = { kind: 'shapes', size: 32 };
const text = { kind: 'grammar', words: 12, length: 8 };
const volumes = { kind: 'scans', size: 16, dimensions: 3 };
const segmentation = { kind: 'segmentation' };
const scenes = { kind: 'scenes', labels: 'boxes', size: 32 };
const languageModel = { kind: 'languageModel' };

/** Every model of the registry: larger ones at a reduced width, on data that fits them. */
const CASES: readonly Case[] = [
  { model: 'mlp', config: { hidden: [8] }, data: { kind: 'blobs' } },
  { model: 'lenet5', config: {}, data: images },
  { model: 'simple-cnn', config: { filters: [2, 3, 4], dense: 8 }, data: images },
  { model: 'alexnet', config: { width: 0.05, dense: 8 }, data: { kind: 'shapes', size: 64 } },
  { model: 'vgg', config: { depth: 11, width: 0.05, dense: 8 }, data: images },
  { model: 'resnet', config: { depth: 20, width: 0.25 }, data: images },
  { model: 'densenet', config: { growth: 2 }, data: images },
  { model: 'cnn3d', config: { filters: [2, 3], dense: 6 }, data: { ...volumes, labels: 'presence' } },
  { model: 'unet', config: { depth: 2, filters: 4 }, data: { kind: 'scans', size: 16 }, task: segmentation },
  { model: 'unet3d', config: { depth: 2, filters: 2 }, data: volumes, task: segmentation },
  { model: 'rnn', config: { units: [8] }, data: { kind: 'machine', length: 12 }, quick: true },
  {
    model: 'rnn',
    config: { cell: 'gru', units: [6, 4], bidirectional: true },
    data: { kind: 'seasonal', length: 24, horizon: 4 },
    task: { kind: 'forecasting' },
    loss: 'meanSquaredError',
  },
  { model: 'gpt', config: small, data: text, task: languageModel, quick: true },
  { model: 'bert', config: small, data: text, task: languageModel },
  {
    model: 'transformer',
    config: small,
    data: { kind: 'languagePair', words: 8, phrases: 2 },
    task: { kind: 'sequenceToSequence', padding: 0 },
  },
  {
    model: 'yolo',
    config: { filters: [2, 3, 4], deep: [4], anchors: [[0.3, 0.3]] },
    data: scenes,
    task: { kind: 'detection' },
    loss: 'yolo',
  },
  {
    model: 'ssd',
    config: { backbone: 'simple-cnn', width: 0.1, maps: 2 },
    data: scenes,
    task: { kind: 'detection' },
    loss: 'multibox',
  },
  { model: 'ssd', config: { width: 0.02 }, data: scenes, task: { kind: 'detection' }, loss: 'multibox' },
  { model: 'vit', config: { ...small, patch: 8 }, data: images },
];

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const chosen = CASES.filter(({ quick }) => isFull || quick === true);

const documentOf = ({ model, config, data, task, loss = 'sparseCategoricalCrossentropy' }: Case) => ({
  version: 1,
  kind: 'train',
  name: `two-steps-${model}`,
  model: { name: model, config },
  data: {
    dataset: 'synthetic',
    config: { ...data, train: 16, validation: 8, test: 8 },
    batchSize: 8,
  },
  ...(task && { task }),
  loss,
  optimizer: { kind: 'adam' },
  training: { epochs: 1, seed: 7, shards: 2, checkpoint: { everySteps: 1, keep: 3 } },
  workers: { min: 1, max: 2, slots: { cpuThreads: 1 } },
});

describe('every model of the registry', () => {
  let cluster: Cluster;
  const scratch = mkdtempSync(join(tmpdir(), 'rm-registry-'));
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 150_000);
  afterAll(async () => {
    await cluster.close();
    rmSync(scratch, { recursive: true });
  });

  it('has a case', () => {
    const page = readFileSync(join(ROOT, 'docs/models.md'), 'utf8');
    const documented = [...page.matchAll(/^## `(.+)`$/gm)].map(([, name]) => name);
    expect(new Set(CASES.map(({ model }) => model))).toEqual(new Set(documented));
  });

  it.each(chosen)(
    '$model $config trains two steps on two workers, resumes with the same bits, is exported',
    async (one) => {
      const path = join(scratch, 'job.json');
      writeFileSync(path, JSON.stringify(documentOf(one)));
      const run = await cluster.json<Run>(['run', path, '--workers', '2']);
      expect([run.state, run.steps]).toEqual(['succeeded', 2]);
      const resumed = await cluster.json<Run>(['run', path, '--workers', '1', '--resume', `${run.jobId}@1`]);
      expect(resumed.weightsSha256).toBe(run.weightsSha256);
      const target = join(scratch, run.jobId);
      const args = ['export', run.jobId, '--format', 'tfjs', '--output', target];
      expect((await cluster.json<Run>(args)).weightsSha256).toBe(run.weightsSha256);
    },
    120_000,
  );
});
