import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetInfo, Normalizer } from '@ringmaster/data';
import { buildModel, MODELS, openLayersModel, toLayersModelFiles } from '@ringmaster/models';
import { SMALL_MODELS } from '@ringmaster/testkit';
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
import { type InferenceRequest, recordInference } from './record-inference.js';
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
const BATCHES = process.env['RINGMASTER_TEST_TIER'] === 'full' ? [1, 7, 64] : [1, 7];

interface Case {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly normalizer: Normalizer;
  readonly info: DatasetInfo;
}

const VECTOR: Normalizer = { kind: 'standardize', mean: [10, 120.5, 200], std: [3, 50, 1] };

/** Every activation, both poolings, every kind of normaliser; then every model of the registry. */
const CASES: readonly Case[] = [
  { name: 'mlp', config: { hidden: [32, 16], activation: 'elu', dropout: 0.3 }, normalizer: PIXELS, info },
  { name: 'mlp', config: { hidden: [16], activation: 'tanh' }, normalizer: { kind: 'none' }, info },
  { name: 'mlp', config: { hidden: [16] }, normalizer: VECTOR, info: { ...info, inputShape: [3] } },
  { name: 'lenet5', config: { activation: 'sigmoid', pooling: 'max' }, normalizer: FAR, info },
  ...SMALL_MODELS.map(({ name, config, data }) => ({
    name,
    config,
    normalizer: data.inputDtype === 'int32' ? ({ kind: 'none' } as const) : PIXELS,
    info: data,
  })),
];

interface Recorded extends Case {
  readonly model: LayersModel;
  readonly request: InferenceRequest;
  readonly graph: InferenceGraph;
}

async function build({ name, config, normalizer, info: own }: Case): Promise<Recorded> {
  const loss = 'sparseCategoricalCrossentropy';
  const model = await buildModel({ model: { name, config }, loss, training: { seed: 7 } }, own);
  // Weights that training has moved: statistics of BatchNorm other than 0 and 1, biases other than 0.
  model.setWeights(model.getWeights().map((weight, i) => add(weight, 0.03 * ((i % 3) + 1))));
  // An export begins with the published files, not with the model that was trained.
  const [modelJson, weights] = toLayersModelFiles(model).map(({ bytes }) => bytes);
  const published = await openLayersModel({ modelJson: modelJson!, weights: weights! });
  const request = requestOf(published.model, normalizer, own);
  return { name, config, normalizer, info: own, model, request, graph: recordInference(request) };
}

const requestOf = (model: LayersModel, normalizer: Normalizer, { extras = {} }: DatasetInfo) => ({
  model,
  normalizer,
  outputs: 'classes' as const,
  columns: Object.keys(extras),
});

/** One for each input of the graph. */
const batchesFor = ({ graph, info: { classes } }: Recorded, count: number): readonly RawBatch[] =>
  graph.inputs.map(({ shape, dtype }, at) =>
    randomBatch([count, ...shape.slice(1)], count + at, dtype === 'int32' ? classes : undefined),
  );

const named = ({ graph }: Recorded, batches: readonly RawBatch[]) =>
  Object.fromEntries(graph.inputs.map(({ name }, at) => [name, batches[at] as RawBatch]));

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

it('has a case for every model of the registry', () => {
  expect(new Set(CASES.map(({ name }) => name))).toEqual(new Set(Object.keys(MODELS)));
});

describeNative('exported graphs put out what the trained program does', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  describe.each(CASES)('$name $config', (one) => {
    let recorded: Recorded;
    beforeAll(async () => void (recorded = await build(one)));

    it('as SavedModel, for batches of several sizes', async () => {
      const loaded = await loadSavedModel(savedModelFile(recorded.graph).bytes);
      for (const count of BATCHES) {
        const batches = batchesFor(recorded, count);
        const expected = trainedOutputs(recorded.model, recorded.normalizer, batches);
        const feeds = Object.entries(named(recorded, batches)).map(([name, { data, shape }]) => [
          name,
          tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
        ]);
        const { logits, probabilities } = loaded.predict(Object.fromEntries(feeds) as Record<string, Tensor>);
        expect(logits?.shape).toEqual(shapeFor(recorded, count));
        expect(relativeDifference(logits?.dataSync() as Float32Array, expected)).toBeLessThanOrEqual(1e-5);
        const shares = softmax(tensor(expected, shapeFor(recorded, count))).dataSync() as Float32Array;
        expect(relativeDifference(probabilities?.dataSync() as Float32Array, shares)).toBeLessThanOrEqual(
          1e-5,
        );
      }
      loaded.dispose();
    });

    it('as ONNX, for batches of several sizes', async () => {
      const { bytes } = onnxFile(recorded.graph, { name: one.name, metadata: {} });
      for (const count of BATCHES) {
        const batches = batchesFor(recorded, count);
        const expected = trainedOutputs(recorded.model, recorded.normalizer, batches);
        const { logits, probabilities } = await runOnnx(bytes, named(recorded, batches));
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
      const again = recordInference(recorded.request);
      const hashes = (graph: InferenceGraph) =>
        [savedModelFile(graph), onnxFile(graph, { name: 'm', metadata: {} })].map(({ bytes }) =>
          sha256(bytes),
        );
      expect(hashes(again)).toEqual(hashes(recorded.graph));
      expect([memory().numTensors, nativeBackend().binding.getNumOfTensors()]).toEqual(before);
    });
  });
});
