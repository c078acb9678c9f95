import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 2, dataRoots: ['petals=examples/data/petals'] });
}, 150_000);
afterAll(() => cluster.close());

describe('weights of another framework', () => {
  it('are where training begins', async () => {
    const { metrics } = await cluster.example('own-weights', {
      set: ['training.maxSteps=1', 'optimizer.learningRate=0.000001'],
    });
    expect(metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
  }, 120_000);

  it('that do not fit are named before anything is submitted', async () => {
    const rule = ['model.initial.names.0.to=conv1/kernels', 'model.initial.names.4.channels=17'];
    const args = ['run', 'examples/own-weights.yaml', ...rule.flatMap((one) => ['--set', one])];
    const { code, stderr } = await cluster.cli(args);
    expect(code).toBe(2);
    expect(stderr).toContain('lenet5-torch.safetensors has no weight "conv1/kernel" of shape [5, 5, 1, 6]');
    expect(stderr).toContain('channels: 17 does not divide the 400 inputs');
    expect(stderr).toContain('"features.0.weight" of lenet5-torch.safetensors is used by no weight');
  }, 60_000);

  it('that turn out not to fit when the data is open fail the job at its first attempt', async () => {
    const begin = ['--set', 'model.initial.path=data/weights/lenet5-torch.safetensors'];
    const failed = await cluster.json<{ jobId: string; cause: { code: string; message: string } }>([
      ...['run', 'examples/csv.yaml', ...begin],
    ]);
    expect(failed.cause.code).toBe('invalid');
    expect(failed.cause.message).toContain('has no weight "dense1/kernel"');
    expect((await cluster.job(failed.jobId)).attempts).toHaveLength(1);
  }, 60_000);
});
