import '@tensorflow/tfjs-backend-cpu';
import { setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { startFrom } from './start-from.js';
import type { GivenWeight } from './weights/fit-weights.js';

const net = (classes: number) =>
  sequential({
    layers: [
      layers.dense({ name: 'hidden', units: 2, inputShape: [3] }),
      layers.dense({ name: 'logits', units: classes }),
    ],
  });
const float = (name: string, shape: readonly number[], ...values: readonly number[]): GivenWeight => ({
  ...{ name, shape, dtype: 'F32' },
  values: () => Float32Array.from(values),
});
const given: readonly GivenWeight[] = [
  float('hidden/kernel', [3, 2], 1, 2, 3, 4, 5, 6),
  float('hidden/bias', [2], 7, 8),
  float('logits/kernel', [2, 2], 1, 1, 1, 1),
  float('logits/bias', [2], 9, 9),
];
const valuesOf = (tensors: readonly Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);

describe('weights to start from', () => {
  beforeAll(() => setBackend('cpu'));

  it('are taken by name; a fresh layer keeps its own', () => {
    const model = net(4);
    const before = valuesOf(model.getWeights());
    startFrom(model, given, { fresh: ['logits'], label: 'job a' });
    const after = valuesOf(model.getWeights());
    expect(after.slice(0, 2)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8],
    ]);
    expect(after.slice(2)).toEqual(before.slice(2));
  });

  it('that do not fit are named, and nothing is taken', () => {
    const model = net(4);
    const before = valuesOf(model.getWeights());
    expect(() => startFrom(model, given.slice(1), { fresh: ['logit'], label: 'job a' })).toThrow(
      [
        'model.initial.fresh: the model has no weight or layer "logit"',
        'model.initial: job a has no weight "hidden/kernel" of shape [3, 2]; name it under model.initial.names, or list it, or its layer, under model.initial.fresh to begin it anew',
        'model.initial: "logits/kernel" has the shape [2, 2] in job a, but [2, 4] here; list it',
      ].join('\n'),
    );
    expect(valuesOf(model.getWeights())).toEqual(before);
  });
});
