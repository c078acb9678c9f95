import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, readNpy, readZip } from '@ringmaster/data';
import { assignWeights, loadEngine } from '@ringmaster/engine';
import { MODELS, openLayersModel } from '@ringmaster/models';
import { MODEL_RUNS, type ModelRun, modelRunDocument } from '@ringmaster/testkit';
import { decodeSafetensors, loadCheckpoint, resolveJob } from '@ringmaster/training';
import { tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { env, InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';
import { openParts } from './parts.js';

type Columns = Readonly<Record<string, Column>>;
type Trained = Awaited<ReturnType<typeof train>>;

const { fingerprint } = await loadEngine({ prefer: 'cpu' });
const isNative = fingerprint.backend === 'tensorflow';
if (!isNative) writeSync(2, 'SKIPPED: exports of every model, because the native engine is not built here\n');

/** Two steps by the real trainer, then one again from the checkpoint of the first. */
async function train(one: ModelRun) {
  const document = modelRunDocument(one);
  const trainer = await startTrainer();
  const weights: string[] = [];
  for (const resumeFrom of ['', 'job-one/1']) {
    trainer.said.length = 0;
    trainer.order({ type: 'assign', assignment: assignment(document, resumeFrom) });
    await trainer.heard('ready');
    trainer.order(go());
    const { result } = await trainer.heard('finished');
    await trainer.heard('idle');
    expect(result.steps).toBe(2);
    weights.push(result.weightsSha256);
  }
  expect(weights[1]).toBe(weights[0]);
  const files = new Map(trainer.files.map(({ name, bytes }) => [name.replace('model/', ''), bytes]));
  return { document, files, checkpoints: trainer.checkpoints };
}

/** What the program that was trained makes of the test split, and the samples as the data set gives them. */
async function expectations({ document, checkpoints }: Trained) {
  const job = resolveJob({ ...document, workers: { min: 1, max: 1 } });
  const parts = await openParts(job, { datasetsDir: '/no-files', dataRoots: {} });
  const { layout } = parts.program;
  const { signal } = new AbortController();
  const datasetHash = parts.dataset.info.hash;
  const last = await loadCheckpoint({ store: checkpoints, job, layout, signal, step: 2, datasetHash });
  assignWeights(parts.model, last!.replica);
  const ids = Uint32Array.from({ length: 7 }, (_, id) => id);
  const columns = (batch: { readonly x: Column; readonly extras?: Columns }): Columns =>
    Object.fromEntries(parts.model.inputNames.map((name) => [name, batch.extras?.[name] ?? batch.x]));
  const output = outputOf(parts.model, columns(parts.pipelines.evaluation(parts.dataset)('test', ids)));
  const raw = columns(parts.dataset.read('test', ids));
  const weights = new Map(
    parts.model.weights.map((weight) => [weight.originalName, valuesOf(weight.read())]),
  );
  parts.dispose();
  // A graph calls its only input so.
  const names = Object.keys(raw);
  const graphInputs: Columns = names.length === 1 ? { input: raw[names[0] ?? ''] as Column } : raw;
  return {
    output,
    graphInputs,
    columns: columns(parts.pipelines.evaluation(parts.dataset)('test', ids)),
    weights,
  };
}

const valuesOf = (value: Tensor): Float32Array => value.dataSync<'float32'>().slice();
const tensorOf = ({ data, shape, dtype }: Column) => tensor(data, [...shape], dtype);
const outputOf = (model: LayersModel, columns: Columns): Float32Array =>
  tidy(() =>
    valuesOf(model.predict(model.inputNames.map((name) => tensorOf(columns[name] as Column))) as Tensor),
  );

async function savedModelOutput(bytes: Uint8Array, inputs: Columns): Promise<Float32Array | undefined> {
  const { node } = createRequire(import.meta.url)('@tensorflow/tfjs-node') as {
    node: { loadSavedModel(dir: string): Promise<{ predict(inputs: object): Record<string, Tensor> }> };
  };
  const directory = mkdtempSync(join(tmpdir(), 'rm-every-model-'));
  writeFileSync(join(directory, 'saved_model.pb'), bytes);
  const loaded = await node.loadSavedModel(directory);
  rmSync(directory, { recursive: true });
  const { logits, output } = loaded.predict(
    Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, tensorOf(column)])),
  );
  return (logits ?? output)?.dataSync<'float32'>();
}

async function onnxOutput(bytes: Uint8Array, inputs: Columns): Promise<Float32Array | undefined> {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(bytes);
  const feeds = Object.entries(inputs).map(([name, { data, shape, dtype }]) => [
    name,
    dtype === 'int32'
      ? new OnnxTensor('int32', data as Int32Array, [...shape])
      : new OnnxTensor('float32', data as Float32Array, [...shape]),
  ]);
  const { logits, output } = await session.run(Object.fromEntries(feeds));
  await session.release();
  return (logits ?? output)?.data as Float32Array | undefined;
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
function expectClose(actual: Float32Array | undefined, expected: Float32Array, what: string): void {
  expect(actual?.length, what).toBe(expected.length);
  const difference = expected.map((value, i) => value - (actual?.[i] ?? NaN));
  expect(norm(difference), what).toBeLessThanOrEqual(1e-5 * norm(expected));
}

it('there is a run of every model of the registry', () => {
  expect(new Set(MODEL_RUNS.map(({ model }) => model))).toEqual(new Set(Object.keys(MODELS)));
});

describe.skipIf(!isNative)('a run of every model', () => {
  const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
  it.each(MODEL_RUNS.filter(({ isQuick }) => isFull || isQuick === true))(
    '$model $config trains, resumes with the same bits, and every format puts out what the trained program does',
    async (one) => {
      const trained = await train(one);
      const { output, graphInputs, columns, weights } = await expectations(trained);
      const file = (name: string): Uint8Array => trained.files.get(name)!;
      expectClose(await savedModelOutput(file('saved_model.pb'), graphInputs), output, 'savedmodel');
      expectClose(await onnxOutput(file('model.onnx'), graphInputs), output, 'onnx');
      const { model } = await openLayersModel({
        modelJson: file('model.json'),
        weights: file('weights.bin'),
      });
      expectClose(outputOf(model, columns), output, 'tfjs');
      model.dispose();
      const { tensors } = decodeSafetensors(file('model.safetensors'));
      expect(tensors.map(({ name }) => name).sort()).toEqual([...weights.keys()].sort());
      const archive = readZip('model.npz', file('model.npz'));
      for (const { name, data } of tensors) {
        expect(data, name).toEqual(weights.get(name));
        expect(readNpy(name, await archive.entry(`${name}.npy`)).values, name).toEqual(data);
      }
    },
    240_000,
  );
});
