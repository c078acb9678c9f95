import { JobDocument } from '@ringmaster/contracts';
import { jobOptimizer } from '@ringmaster/training';
import { scalar, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { compile } from '../compile.js';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { updateFunction } from './step-functions.js';

const SIZE = 4_000;

/** What one update of plain SGD with noise moves weights by that have no gradient. */
function moved(updates: number, seed: number, mode: 'compiled' | 'eager' = 'compiled'): Float32Array {
  const job = JobDocument.parse({
    version: 1,
    kind: 'train',
    model: { name: 'mlp' },
    data: { dataset: 'digits' },
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 1 },
    training: { seed, shards: 1, gradientNoise: { eta: 0.04, gamma: 1 } },
  });
  const optimizer = jobOptimizer({ ...job, training: { ...job.training, shards: 1 } });
  const parameters = [{ name: 'w', shape: [SIZE], offset: 0, size: SIZE }];
  const update = compile(updateFunction(optimizer, parameters), { name: 'the update', mode });
  const inputs: Tensor[] = [
    tensor1d(new Float32Array(SIZE)),
    tensor1d(new Float32Array(SIZE)),
    scalar(1),
    scalar(updates),
  ];
  const [weights] = update.run(inputs);
  const values = weights!.dataSync().slice() as Float32Array;
  for (const one of [...inputs, weights!]) one.dispose();
  update.dispose();
  return values;
}

const variance = (values: Float32Array): number => values.reduce((sum, v) => sum + v * v, 0) / values.length;

describeNative('noise on gradients', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('has the variance η / t^γ, from the seed and the update alone, compiled as eager', () => {
    expect(variance(moved(1, 7))).toBeCloseTo(0.04, 2);
    expect(variance(moved(4, 7))).toBeCloseTo(0.01, 3);
    expect(moved(1, 7)).toEqual(moved(1, 7));
    expect(moved(1, 7)).not.toEqual(moved(1, 8));
    const [compiled, eager] = [moved(3, 7), moved(3, 7, 'eager')];
    compiled.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 5));
    const signs = (values: Float32Array) => values.map(Math.sign);
    expect(signs(moved(1, 7))).not.toEqual(signs(moved(2, 7)));
  });
});
