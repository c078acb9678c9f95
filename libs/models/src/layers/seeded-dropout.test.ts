import { rng } from '@ringmaster/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { alphaDropout, gaussianNoise, seededDropout, withSeed } from './index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  // The engine brings this kernel for its backends; here it only has to be a pure function of the seed.
  tf.registerKernel({
    kernelName: 'StatelessRandomUniform',
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { dataId } = inputs['seed'] as tf.TensorInfo;
      const seed = (backend as tf.KernelBackend).readSync(dataId) as Int32Array;
      const random = rng(...seed);
      const shape = attrs?.['shape'] as unknown as number[];
      const size = shape.reduce((product, dim) => product * dim, 1);
      return tf.tensor(
        Float32Array.from({ length: size }, () => random.uniform()),
        shape,
      );
    },
  });
});

/** Two dropout layers in a row, so that both draw in one forward pass. */
function twoDrops(rate: number) {
  const inputs = input({ shape: [1_000] });
  const first = seededDropout({ name: 'first', rate }).apply(inputs) as ReturnType<typeof input>;
  const outputs = seededDropout({ name: 'second', rate }).apply(first) as ReturnType<typeof input>;
  return [model({ inputs, outputs: first }), model({ inputs, outputs })] as const;
}

const run = (net: ReturnType<typeof model>, seed: readonly [number, number], training = true) =>
  tf.tidy(() =>
    withSeed(tf.tensor1d([...seed], 'int32'), () =>
      (net.apply(tf.ones([2, 1_000]), { training }) as tf.Tensor).dataSync(),
    ),
  );

describe('seeded dropout', () => {
  const [one, two] = twoDrops(0.25);

  it('gives the same mask for the same seed, another for another', () => {
    expect(run(one, [1, 2])).toEqual(run(one, [1, 2]));
    expect(run(one, [1, 2])).not.toEqual(run(one, [1, 3]));
    expect(run(one, [1, 2])).not.toEqual(run(one, [2, 2]));
  });

  it('drops its rate and scales what it keeps, so that the mean stays', () => {
    const values = [...run(one, [5, 6])];
    const dropped = values.filter((v) => v === 0).length / values.length;
    expect(Math.abs(dropped - 0.25)).toBeLessThan(0.04);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
  });

  it('draws a mask of its own in every layer and for every sample', () => {
    const first = run(one, [1, 2]);
    const both = run(two, [1, 2]);
    const kept = [...both].filter((v) => v !== 0).length / both.length;
    expect(Math.abs(kept - 0.75 ** 2)).toBeLessThan(0.05);
    expect(first.slice(0, 1_000)).not.toEqual(first.slice(1_000));
  });

  it('does nothing in inference, and needs no seed there', () => {
    const ones = new Float32Array(2_000).fill(1);
    expect(run(one, [1, 2], false)).toEqual(ones);
    expect(tf.tidy(() => (one.predict(tf.ones([2, 1_000])) as tf.Tensor).dataSync())).toEqual(ones);
  });

  const train = (x: tf.Tensor) => one.apply(x, { training: true }) as tf.Tensor;

  it('refuses to train outside a seed scope, where a mask would be left to chance', () => {
    expect(() => tf.tidy(() => train(tf.ones([2, 1_000])))).toThrow('outside withSeed');
  });

  it('passes gradients through the kept values alone', () => {
    const gradient = tf.tidy(() => {
      const seed = tf.tensor1d([1, 2], 'int32');
      const loss = (x: tf.Tensor) => withSeed(seed, () => tf.sum(train(x)));
      return tf
        .grad(loss)(tf.ones([2, 1_000]))
        .dataSync();
    });
    expect(gradient).toEqual(run(one, [1, 2]));
  });

  it('leaks no tensors', () => {
    const before = tf.memory().numTensors;
    run(two, [3, 4]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('noise and alpha dropout', () => {
  const netOf = (layer: layers.Layer) => {
    const inputs = input({ shape: [1_000] });
    return model({ inputs, outputs: layer.apply(inputs) as ReturnType<typeof input> });
  };
  const moments = (values: ArrayLike<number>) => {
    const all = Array.from(values);
    const mean = all.reduce((sum, v) => sum + v, 0) / all.length;
    return [mean, all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / all.length] as const;
  };

  it('noise has the mean and deviation asked for, from the seed alone, and none in inference', () => {
    const net = netOf(gaussianNoise({ name: 'noise', stddev: 0.5 }));
    const [mean, variance] = moments(run(net, [1, 2]));
    expect(Math.abs(mean - 1)).toBeLessThan(0.04);
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.03);
    expect(run(net, [1, 2])).toEqual(run(net, [1, 2]));
    expect(run(net, [1, 2])).not.toEqual(run(net, [1, 3]));
    expect(run(net, [1, 2], false)).toEqual(new Float32Array(2_000).fill(1));
  });

  it('alpha dropout keeps mean 0 and variance 1, and drops to where SELU saturates', () => {
    const net = netOf(alphaDropout({ name: 'drop', rate: 0.3 }));
    const draw = rng(1, 2);
    const normal = Float32Array.from({ length: 20_000 }, () => draw.normal());
    const out = tf.tidy(() =>
      withSeed(tf.tensor1d([1, 2], 'int32'), () =>
        (net.apply(tf.tensor2d(normal, [20, 1_000]), { training: true }) as tf.Tensor).dataSync().slice(),
      ),
    );
    const [mean, variance] = moments(out);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    const counts = new Map<number, number>();
    out.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
    expect(Math.abs(Math.max(...counts.values()) / out.length - 0.3)).toBeLessThan(0.02);
    expect(run(net, [1, 2], false)).toEqual(new Float32Array(2_000).fill(1));
  });

  it('serialise as the layers of tfjs', () => {
    const ours = [gaussianNoise({ name: 'l', stddev: 0.5 }), alphaDropout({ name: 'l', rate: 0.3 })];
    const theirs = [
      layers.gaussianNoise({ name: 'l', stddev: 0.5 }),
      layers.alphaDropout({ name: 'l', rate: 0.3 }),
    ];
    ours.forEach((layer, i) => {
      expect(layer.getClassName()).toBe(theirs[i]?.getClassName());
      expect(layer.getConfig()).toEqual(theirs[i]?.getConfig());
    });
  });
});
