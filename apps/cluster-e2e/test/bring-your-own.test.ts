import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: most runs of what users bring; npm run test:full trains them\n');
const full = it.runIf(isFull);

let cluster: Cluster;
const scratch = mkdtempSync(join(tmpdir(), 'rm-byo-'));
beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 2, dataRoots: ['petals=examples/data/petals'], args: ['--allow-code'] });
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(scratch, { recursive: true });
});
const options = (...set: readonly string[]) => set.flatMap((one) => ['--set', one]);

describe('weights of another framework', () => {
  full(
    'are where training begins',
    async () => {
      const { metrics } = await cluster.example('own-weights', {
        set: ['training.maxSteps=1', 'optimizer.learningRate=0.000001'],
      });
      expect(metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
    },
    120_000,
  );

  it('that do not fit are named before anything is submitted', async () => {
    const rules = options('model.initial.names.0.to=conv1/kernels', 'model.initial.names.4.channels=17');
    const { code, stderr } = await cluster.cli(['run', 'examples/own-weights.yaml', ...rules]);
    expect(code).toBe(2);
    expect(stderr).toContain('lenet5-torch.safetensors has no weight "conv1/kernel" of shape [5, 5, 1, 6]');
    expect(stderr).toContain('channels: 17 does not divide the 400 inputs');
    expect(stderr).toContain('"features.0.weight" of lenet5-torch.safetensors is used by no weight');
  }, 60_000);

  full(
    'that turn out not to fit when the data is open fail the job at its first attempt',
    async () => {
      const begin = options('model.initial.path=data/weights/lenet5-torch.safetensors');
      const failed = await cluster.json<{ jobId: string; cause: { code: string; message: string } }>([
        ...['run', 'examples/csv.yaml', ...begin],
      ]);
      expect(failed.cause.code).toBe('invalid');
      expect(failed.cause.message).toContain('has no weight "dense1/kernel"');
      expect((await cluster.job(failed.jobId)).attempts).toHaveLength(1);
    },
    60_000,
  );
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

  full(
    'trains on two workers from its weights, goes on with the same bits on one, and what is exported is a model.json again',
    async () => {
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
      const again = await cluster.example(
        'own-keras',
        steps(`model.path=${join(scratch, 'out/model.json')}`),
      );
      expect(again.metrics['accuracy']).toBeGreaterThanOrEqual(0.94);
    },
    180_000,
  );

  full(
    'begins anew where it is told to, and does not fit other samples',
    async () => {
      const fresh = await cluster.example('own-keras', steps('model.weights=false'));
      expect(fresh.metrics['accuracy']).toBeLessThan(0.4);
      const { code, stderr } = await cluster.cli([
        ...['run', 'examples/own-keras.yaml'],
        ...options('data.dataset=synthetic', 'data.config.kind=blobs'),
      ]);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('keras takes samples of shape [28, 28, 1]'),
      ]);
    },
    120_000,
  );
});

describe('a model in TypeScript', () => {
  const run = (...args: readonly string[]) =>
    cluster.json<{
      jobId: string;
      state: string;
      weightsSha256: string;
      metrics: { accuracy: number };
      cause: { code: string; message: string };
    }>(['run', 'examples/own-module.yaml', '--allow-code', ...args]);
  const module = (name: string, lines: readonly string[]) => {
    const path = join(scratch, name);
    writeFileSync(path, lines.join('\n'));
    return options(`model.path=${path}`);
  };

  full(
    'learns on two workers, with the bits of one; what is exported runs without its code',
    async () => {
      const two = await run('--workers', '2');
      expect([two.state, two.metrics.accuracy]).toEqual(['succeeded', expect.any(Number)]);
      expect(two.metrics.accuracy).toBeGreaterThanOrEqual(0.9);
      const one = await run('--workers', '1', '--resume', `${two.jobId}@150`);
      expect(one.weightsSha256).toBe(two.weightsSha256);
      const target = join(scratch, 'module-onnx');
      const { code, stderr } = await cluster.cli([
        'export',
        two.jobId,
        '--format',
        'onnx',
        '--output',
        target,
      ]);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    },
    180_000,
  );

  full(
    'with a layer class of its own is predicted with, exported at a step and replayed, where its user lets the code run here',
    async () => {
      const { jobId, state } = await run(
        ...options('training.maxSteps=4', 'training.checkpoint.everySteps=2'),
        ...module('doubled.ts', [
          "import { input, layers, model } from '@tensorflow/tfjs-layers';",
          "import { mul, serialization, type Tensor } from '@tensorflow/tfjs-core';",
          'class Doubled extends layers.Layer {',
          "  static readonly className = 'Doubled';",
          '  override call(x: Tensor | Tensor[]) { return mul([x].flat()[0] as Tensor, 2); }',
          '  override computeOutputShape(shape: number[]) { return shape; }',
          '}',
          'serialization.registerClass(Doubled as never);',
          'export default {',
          '  build(_config: object, { inputShape, outputs }: { inputShape: number[]; outputs: number }) {',
          "    const x = input({ shape: inputShape, name: 'x' });",
          "    const y = new Doubled({ name: 'doubled' }).apply(layers.dense({ name: 'y', units: outputs }).apply(x));",
          '    return model({ inputs: x, outputs: y as never });',
          '  },',
          '};',
        ]),
      );
      expect(state).toBe('succeeded');
      const samples = join(scratch, 'samples.csv');
      writeFileSync(samples, 'a,b\n0.5,-1\n');
      const verbs = [
        ['predict', jobId, '--input', samples],
        ['export', jobId, '--checkpoint', '2', '--format', 'npz', '--output', join(scratch, 'doubled-npz')],
        ['replay', jobId, '--step', '3', '--output', join(scratch, 'doubled-replay')],
      ];
      for (const args of verbs) {
        const refused = await cluster.cli(args);
        expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('say --allow-code')]);
        const allowed = await cluster.cli([...args, '--allow-code']);
        expect([allowed.code, allowed.stderr]).toEqual([0, expect.any(String)]);
      }
    },
    180_000,
  );

  it('that throws fails its first attempt, naming file and line of its source', async () => {
    const failed = await run(
      ...module('broken.ts', [
        "import type { UserModel } from '@ringmaster/models';",
        'const limit: number = 3;',
        'const broken: UserModel = {',
        '  build(_config, { outputs }) {',
        "    if (outputs >= limit) throw new Error('too many outputs');",
        '    return undefined as never;',
        '  },',
        '};',
        'export default broken;',
      ]),
    );
    expect(failed.cause.code).toBe('invalid');
    expect(failed.cause.message).toMatch(/broken\.ts:5:\d+: too many outputs/);
    expect((await cluster.job(failed.jobId)).attempts).toHaveLength(1);
  }, 60_000);

  it('is refused without --allow-code, and where it cannot be put together, before anything is sent', async () => {
    const bare = await cluster.cli(['run', 'examples/own-module.yaml']);
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringContaining('say --allow-code if that is what you want'),
    ]);
    const spelled = await cluster.cli([
      ...['run', 'examples/own-module.yaml', '--allow-code'],
      ...module('typo.ts', ['export default {', '  build( {', '};']),
    ]);
    expect([spelled.code, spelled.stderr]).toEqual([
      2,
      expect.stringMatching(/model\.path: typo\.ts:\d+:\d+: /),
    ]);
  }, 60_000);
});

full(
  'code is refused by a coordinator that takes none, and where no worker loads it',
  async () => {
    const other = createCluster();
    try {
      await other.up({ workers: 1 });
      const closed = await other.cli(['run', 'examples/own-module.yaml', '--allow-code']);
      expect([closed.code, closed.stderr]).toEqual([
        4,
        expect.stringContaining('this coordinator takes no code'),
      ]);
    } finally {
      await other.close();
    }
  },
  120_000,
);
