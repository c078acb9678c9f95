import { rng } from '@ringmaster/core';
import { upSampling3d, volumeBatchNormalization } from '@ringmaster/models/layers';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, type LayerVariable, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../compile.js';
import { describeNative } from '../fixtures/native-only.js';
import { borrowVariables } from '../program/borrow-variables.js';
import { loadEngine } from '../load-engine.js';

const IMAGE = [4, 6, 2];
const VOLUME = [4, 2, 6, 2];
const options = { name: 'l', filters: 3 };
const CASES: readonly (readonly [string, readonly number[], () => layers.Layer])[] = [
  [
    'Conv2DTranspose',
    IMAGE,
    () => layers.conv2dTranspose({ ...options, kernelSize: 2, strides: 2, padding: 'same' }),
  ],
  ['Conv3D', VOLUME, () => layers.conv3d({ ...options, kernelSize: 3, padding: 'same' })],
  ['Conv3D of stride 2', VOLUME, () => layers.conv3d({ ...options, kernelSize: 2, strides: 2 })],
  [
    'Conv3DTranspose',
    VOLUME,
    () => layers.conv3dTranspose({ ...options, kernelSize: 2, strides: 2, padding: 'same' }),
  ],
  ['MaxPooling3D', VOLUME, () => layers.maxPooling3d({ name: 'l', poolSize: 2, strides: 2 } as never)],
  ['UpSampling3D', VOLUME, () => upSampling3d({ name: 'l' })],
  ['BatchNorm3D', VOLUME, () => volumeBatchNormalization({ name: 'l' })],
];

const random = (shape: readonly number[], key: number): tf.Tensor => {
  const draw = rng(key, 17);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal());
  return tf.tensor(values, [...shape]);
};

/** The sum of a layer's outputs times fixed slopes, in training, as a function of its inputs and trainable weights. */
function lossOf(layer: layers.Layer, shape: readonly number[]) {
  const inputs = input({ shape: [...shape] });
  const net = model({ inputs, outputs: layer.apply(inputs) as SymbolicTensor });
  const [weights, state] = [net.trainableWeights, net.nonTrainableWeights] as unknown as LayerVariable[][];
  const sizes = net.outputs[0]!.shape.map((size) => size ?? 2);
  const loss = (x: tf.Tensor, ...values: tf.Tensor[]) => {
    const given = [...values, ...state!.map(({ shape: own }) => tf.ones(own as number[]))];
    const outputs = borrowVariables([...weights!, ...state!], given, () => net.apply(x, { training: true }));
    return tf.sum(tf.mul(outputs as tf.Tensor, random(sizes, 9)));
  };
  const places = () => [[2, ...shape], ...weights!.map((one) => one.shape as number[])].map(random);
  return { loss, places };
}

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));
const numberOf = (value: tf.Tensor): number => value.dataSync()[0]!;

describeNative('layers of two and three dimensions on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  describe.each(CASES)('%s', (_, shape, make) => {
    it('has the gradients that differences along random directions show', () =>
      tf.tidy(() => {
        const { loss, places } = lossOf(make(), shape);
        const at = places();
        const gradients = tf.grads(loss)(at);
        const step = 1e-3;
        gradients.forEach((gradient, i) => {
          const direction = random(gradient.shape, 20 + i);
          const along = (by: number): number =>
            numberOf(
              loss(
                ...(at.map((one, j) => (i === j ? tf.add(one, tf.mul(direction, by)) : one)) as [tf.Tensor]),
              ),
            );
          const numeric = (along(step) - along(-step)) / (2 * step);
          const exact = numberOf(tf.sum(tf.mul(gradient, direction)));
          expect(Math.abs(exact - numeric)).toBeLessThanOrEqual(0.02 + 0.01 * Math.abs(exact));
        });
      }));

    it('is recorded: the compiled gradients are the eager ones', () => {
      const { loss, places } = lossOf(make(), shape);
      const both = (['compiled', 'eager'] as const).map((mode) => {
        const gradient = compile((...at) => tf.grads(loss)(at), { name: 'the gradient', mode });
        const at = places();
        const found = gradient.run(at);
        const values = found.flatMap((one) => [...one.dataSync()]);
        tf.dispose([at, found]);
        gradient.dispose();
        return values;
      });
      const [compiled, eager] = both as [number[], number[]];
      expect(compiled.length).toBe(eager.length);
      expect(norm(compiled.map((value, i) => value - eager[i]!))).toBeLessThanOrEqual(1e-5 * norm(eager));
    });
  });
});
