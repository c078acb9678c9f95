import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetInfo, Normalizer } from '@ringmaster/data';
import { buildModel } from '@ringmaster/models';
import { add, memory, softmax, tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { nativeBackend } from '../backends/native.js';
import { describeNative } from '../fixtures/native-only.js';
import { randomBatch, type RawBatch, relativeDifference, trainedOutputs } from '../fixtures/random-batch.js';
import { runOnnx } from '../fixtures/run-onnx.js';
import { loadEngine } from '../load-engine.js';
import { onnxFile } from '../onnx/onnx-file.js';
import type { InferenceGraph } from './inference-graph.js';
import { recordInference } from './record-inference.js';
import { savedModelFile } from './saved-model-file.js';

const info: DatasetInfo = {
  name: 'images',
  hash: 'none',
  sizes: { train: 8, validation: 0, test: 0 },
  inputShape: [28, 28, 1],
  labelShape: [],
  labelDtype: 'int32',
  classes: 10,
};
const PIXELS: Normalizer = { kind: 'standardize', mean: [96.36], std: [87.7] };
/** A mean that float32 does not hold closely enough for so small a deviation. */
const FAR: Normalizer = { kind: 'standardize', mean: [100.123_456_789], std: [0.003] };
const BATCHES = [1, 7, 64] as const;

interface Case {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly normalizer: Normalizer;
  readonly info?: DatasetInfo;
  /** Default: both. */
  readonly formats?: readonly string[];
}

const BOXES: DatasetInfo = {
  ...info,
  inputShape: [32, 33, 3],
  labelShape: [2, 6],
  labelDtype: 'float32',
};

/** Every model, every activation, both poolings, every kind of normaliser. */
const CASES: readonly Case[] = [
  { name: 'mlp', config: { hidden: [32, 16], activation: 'elu', dropout: 0.3 }, normalizer: PIXELS },
  { name: 'mlp', config: { hidden: [16], activation: 'tanh' }, normalizer: { kind: 'none' } },
  {
    name: 'mlp',
    config: { hidden: [16] },
    normalizer: { kind: 'standardize', mean: [10, 120.5, 200], std: [3, 50, 1] },
    info: { ...info, inputShape: [3] },
  },
  { name: 'lenet5', config: {}, normalizer: PIXELS },
  { name: 'lenet5', config: { activation: 'sigmoid', pooling: 'max' }, normalizer: FAR },
  {
    name: 'simple-cnn',
    config: { filters: [4, 6, 8], dense: 16 },
    normalizer: PIXELS,
    info: { ...info, inputShape: [17, 23, 3] },
  },
  ...(['transposed', 'nearest'] as const).map((up) => ({
    name: 'unet',
    config: { depth: 1, filters: 2, normalization: 'batch', up },
    normalizer: PIXELS,
    info: { ...info, inputShape: [6, 4, 1], labelShape: [6, 4] },
  })),
  {
    name: 'unet3d',
    config: { depth: 1, filters: 2, up: 'nearest' },
    normalizer: PIXELS,
    info: { ...info, inputShape: [2, 4, 2, 1], labelShape: [2, 4, 2] },
    // Three dimensions are no part of the ONNX writer.
    formats: ['savedmodel'],
  },
  { name: 'yolo', config: { filters: [3, 4], deep: [5] }, normalizer: PIXELS, info: BOXES },
  { name: 'ssd', config: { backbone: 'simple-cnn', width: 0.1, maps: 2 }, normalizer: PIXELS, info: BOXES },
  // ONNX has no space-to-batch, of which a dilated convolution is made.
  { name: 'ssd', config: { width: 0.02 }, normalizer: PIXELS, info: BOXES, formats: ['savedmodel'] },
];

interface Recorded extends Case {
  readonly model: LayersModel;
  readonly graph: InferenceGraph;
}

async function build({ name, config, normalizer, info: own = info }: Case): Promise<Recorded> {
  const loss = 'sparseCategoricalCrossentropy';
  const model = await buildModel({ model: { name, config }, loss, training: { seed: 7 } }, own);
  // Weights that training has moved: statistics of BatchNorm other than 0 and 1, biases other than 0.
  model.setWeights(model.getWeights().map((weight, i) => add(weight, 0.03 * ((i % 3) + 1))));
  return {
    name,
    config,
    normalizer,
    model,
    graph: recordInference({ model, normalizer, outputs: 'classes' }),
  };
}

const takesOnnx = ({ formats = ['savedmodel', 'onnx'] }: Case): boolean => formats.includes('onnx');

const batchFor = ({ graph }: Recorded, count: number): RawBatch =>
  randomBatch([count, ...graph.input.shape.slice(1)], count);

const shapeFor = ({ model }: Recorded, count: number): number[] => [
  count,
  ...(model.outputs[0]?.shape ?? []).slice(1).map(Number),
];

interface LoadedSavedModel {
  predict(inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
  dispose(): void;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The stock loader of tfjs-node, signature and all. */
async function loadSavedModel(bytes: Uint8Array): Promise<LoadedSavedModel> {
  const { node } = createRequire(import.meta.url)('@tensorflow/tfjs-node') as {
    node: { loadSavedModel(dir: string): Promise<LoadedSavedModel> };
  };
  const dir = mkdtempSync(join(tmpdir(), 'rm-saved-model-'));
  writeFileSync(join(dir, 'saved_model.pb'), bytes);
  try {
    return await node.loadSavedModel(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describeNative('exported graphs put out what the trained program does', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  describe.each(CASES)('$name $config', (one) => {
    let recorded: Recorded;
    beforeAll(async () => void (recorded = await build(one)));

    it('as SavedModel, for batches of 1, 7 and 64', async () => {
      const loaded = await loadSavedModel(savedModelFile(recorded.graph).bytes);
      for (const count of BATCHES) {
        const batch = batchFor(recorded, count);
        const expected = trainedOutputs(recorded.model, recorded.normalizer, batch);
        const input = tensor(batch.data, [...batch.shape]);
        const { logits, probabilities } = loaded.predict({ input });
        expect(logits?.shape).toEqual(shapeFor(recorded, count));
        expect(relativeDifference(logits?.dataSync() as Float32Array, expected)).toBeLessThanOrEqual(1e-5);
        const shares = softmax(tensor(expected, shapeFor(recorded, count))).dataSync() as Float32Array;
        expect(relativeDifference(probabilities?.dataSync() as Float32Array, shares)).toBeLessThanOrEqual(
          1e-5,
        );
      }
      loaded.dispose();
    });

    if (takesOnnx(one))
      it('as ONNX, for batches of 1, 7 and 64', async () => {
        const { bytes } = onnxFile(recorded.graph, { name: one.name, metadata: {} });
        for (const count of BATCHES) {
          const batch = batchFor(recorded, count);
          const expected = trainedOutputs(recorded.model, recorded.normalizer, batch);
          const { logits, probabilities } = await runOnnx(bytes, batch);
          expect(logits?.shape).toEqual(shapeFor(recorded, count));
          expect(relativeDifference(logits?.data ?? new Float32Array(), expected)).toBeLessThanOrEqual(1e-5);
          const shares = softmax(tensor(expected, shapeFor(recorded, count))).dataSync() as Float32Array;
          expect(relativeDifference(probabilities?.data ?? new Float32Array(), shares)).toBeLessThanOrEqual(
            1e-5,
          );
        }
      });

    it('with the same bytes when it is exported again, and nothing left behind', () => {
      const before = [memory().numTensors, nativeBackend().binding.getNumOfTensors()];
      const { model, normalizer } = recorded;
      const again = recordInference({ model, normalizer, outputs: 'classes' });
      const hashes = (graph: InferenceGraph) =>
        [
          savedModelFile(graph),
          ...(takesOnnx(one) ? [onnxFile(graph, { name: 'm', metadata: {} })] : []),
        ].map(({ bytes }) => sha256(bytes));
      expect(hashes(again)).toEqual(hashes(recorded.graph));
      expect([memory().numTensors, nativeBackend().binding.getNumOfTensors()]).toEqual(before);
    });
  });
});
