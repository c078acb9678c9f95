import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

let cluster: Cluster;
const scratch = mkdtempSync(join(tmpdir(), 'rm-byo-'));
beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 2, dataRoots: ['petals=examples/data/petals'] });
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(scratch, { recursive: true });
});
const options = (...set: readonly string[]) => set.flatMap((one) => ['--set', one]);

describe('weights of another framework', () => {
  it('are where training begins', async () => {
    const { metrics } = await cluster.example('own-weights', {
      set: ['training.maxSteps=1', 'optimizer.learningRate=0.000001'],
    });
    expect(metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
  }, 120_000);

  it('that do not fit are named before anything is submitted', async () => {
    const rules = options('model.initial.names.0.to=conv1/kernels', 'model.initial.names.4.channels=17');
    const { code, stderr } = await cluster.cli(['run', 'examples/own-weights.yaml', ...rules]);
    expect(code).toBe(2);
    expect(stderr).toContain('lenet5-torch.safetensors has no weight "conv1/kernel" of shape [5, 5, 1, 6]');
    expect(stderr).toContain('channels: 17 does not divide the 400 inputs');
    expect(stderr).toContain('"features.0.weight" of lenet5-torch.safetensors is used by no weight');
  }, 60_000);

  it('that turn out not to fit when the data is open fail the job at its first attempt', async () => {
    const begin = options('model.initial.path=data/weights/lenet5-torch.safetensors');
    const failed = await cluster.json<{ jobId: string; cause: { code: string; message: string } }>([
      ...['run', 'examples/csv.yaml', ...begin],
    ]);
    expect(failed.cause.code).toBe('invalid');
    expect(failed.cause.message).toContain('has no weight "dense1/kernel"');
    expect((await cluster.job(failed.jobId)).attempts).toHaveLength(1);
  }, 60_000);
});

describe('a model.json of Keras', () => {
  const steps = (...set: readonly string[]) => ({
    set: [
      'training.maxSteps=2',
      'training.checkpoint.everySteps=1',
      'optimizer.learningRate=0.000001',
      ...set,
    ],
  });

  it('trains on two workers from its weights, goes on with the same bits on one, and what is exported is a model.json again', async () => {
    const two = await cluster.example('own-keras', steps());
    expect(two.metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
    const one = await cluster.json<{ weightsSha256: string }>([
      ...['run', 'examples/own-keras.yaml', '--workers', '1', '--resume', `${two.jobId}@1`],
      ...options(...steps().set),
    ]);
    expect(one.weightsSha256).toBe(two.weightsSha256);
    const exported = await cluster.cli([
      'export',
      two.jobId,
      '--format',
      'tfjs',
      '--output',
      join(scratch, 'out'),
    ]);
    expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);
    const again = await cluster.example('own-keras', steps(`model.path=${join(scratch, 'out/model.json')}`));
    expect(again.metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
  }, 180_000);

  it('begins anew where it is told to, and does not fit other samples', async () => {
    const fresh = await cluster.example('own-keras', steps('model.weights=false'));
    expect(fresh.metrics['accuracy']).toBeLessThan(0.4);
    const { code, stderr } = await cluster.cli([
      ...['run', 'examples/own-keras.yaml'],
      ...options('data.dataset=synthetic', 'data.config.kind=blobs'),
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('keras takes samples of shape [28, 28, 1]')]);
  }, 120_000);
});
