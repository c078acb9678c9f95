import { describe, expect, it } from 'vitest';
import { describeEngine } from './describe-engine.js';
import { nativeFingerprint } from './fingerprint.js';
import { describeNative } from './fixtures/native-only.js';
import { loadEngine } from './load-engine.js';

describe('fingerprint', () => {
  it.each([
    [{}, { oneDnn: 'on', determinism: 'default' }],
    [{ TF_ENABLE_ONEDNN_OPTS: '0' }, { oneDnn: 'off', determinism: 'default' }],
    [{ TF_DETERMINISTIC_OPS: '1' }, { oneDnn: 'on', determinism: 'deterministic-ops' }],
  ])('reads TensorFlow’s switches from %j', (env, expected) => {
    expect(nativeFingerprint({ env, tensorflow: '2.21.0' })).toMatchObject(expected);
  });

  it('takes thread counts from the environment, and names the GPU', () => {
    const env = { TF_NUM_INTRAOP_THREADS: '3', TF_NUM_INTEROP_THREADS: '1' };
    const print = nativeFingerprint({ env, tensorflow: '2.21.0', gpu: 'NVIDIA Test' });
    expect(print).toMatchObject({
      backend: 'tensorflow-gpu',
      device: 'NVIDIA Test',
      threads: { intraOp: 3, interOp: 1 },
    });
  });
});

describe('describeEngine', () => {
  it('names every part, and gives advice exactly where something is wrong', async () => {
    const facts = await describeEngine();
    expect(facts.map(({ name }) => name)).toEqual(['native engine', 'GPUs', 'CUDA engine']);
    for (const { ok, advice } of facts) expect(advice === undefined).toBe(ok);
  });
});

describeNative('loadEngine', () => {
  it('loads TensorFlow once, with its version in the fingerprint', async () => {
    const engine = await loadEngine({ prefer: 'cpu', env: process.env });
    expect(engine.fingerprint.backend).toBe('tensorflow');
    expect(engine.fingerprint.tensorflow).toMatch(/^2\.\d+\.\d+$/);
    expect(engine.warnings).toEqual([]);
    expect(await loadEngine({ prefer: 'auto' })).toBe(engine);
  });
});
