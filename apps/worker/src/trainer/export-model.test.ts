import type { JobResult } from '@ringmaster/contracts';
import { openDataset } from '@ringmaster/data';
import { assignWeights } from '@ringmaster/engine';
import { decodeSafetensors, loadCheckpoint, resolveJob } from '@ringmaster/training';
import { io, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';
import { datasetFiles } from './dataset-files.js';
import { openParts } from './parts.js';

/** Everything that an export could lose: convolutions, BatchNorm's moving statistics, dropout, a fitted normaliser. */
const document = {
  version: 1,
  kind: 'train',
  name: 'export',
  model: { name: 'simple-cnn', config: { filters: [4, 6, 8], dense: 16, dropout: 0.3 } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'shapes', size: 16, train: 320, validation: 32, test: 64, seed: 3 },
    batchSize: 32,
  },
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { epochs: 3, seed: 7, shards: 2, checkpoint: { everySteps: 10 } },
  workers: { min: 1, max: 1 },
};
const job = resolveJob(document);
const never = new AbortController().signal;

interface Exported {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly result: JobResult;
  /** Logits of the program that was trained, restored from its last checkpoint. */
  readonly logits: Float32Array;
  /** The test split as the program saw it. */
  readonly inputs: Tensor;
  readonly labels: ArrayLike<number>;
}

/** A whole run by the real trainer, and what the trained program makes of the test split. */
async function train(): Promise<Exported> {
  const trainer = await startTrainer();
  trainer.order({ type: 'assign', assignment: assignment(document) });
  await trainer.heard('ready');
  trainer.order(go());
  const { result } = await trainer.heard('finished');
  await trainer.heard('idle');
  const files = new Map(trainer.files.map(({ name, bytes }) => [name, bytes]));

  const parts = await openParts(job, { datasetsDir: '/no-files-are-read', dataRoots: {} });
  const { layout } = parts.program;
  const request = { store: trainer.checkpoints, job, layout, signal: never };
  const last = await loadCheckpoint({ ...request, step: result.steps, datasetHash: parts.dataset.info.hash });
  if (!last) throw new Error('the run left no checkpoint of its last step');
  expect(last.manifest.weightsSha256).toBe(result.weightsSha256);
  assignWeights(parts.model, last.replica);
  const ids = Uint32Array.from({ length: parts.dataset.info.sizes.test }, (_, id) => id);
  const { x, y } = parts.pipelines.evaluation(parts.dataset)('test', ids);
  const inputs = tensor(x.data as Float32Array, [...x.shape]);
  const logits = predict(parts.model, inputs);
  parts.dispose();
  return { files, result, logits, inputs, labels: y.data };
}

const predict = (model: LayersModel, inputs: Tensor): Float32Array =>
  tidy(() => (model.predict(inputs) as Tensor).dataSync<'float32'>().slice());

const accuracyOf = (logits: Float32Array, labels: ArrayLike<number>): number => {
  const width = logits.length / labels.length;
  const isRight = (label: number, row: number) => {
    const scores = logits.subarray(row * width, (row + 1) * width);
    return scores.indexOf(Math.max(...scores)) === label;
  };
  return Array.from(labels).filter(isRight).length / labels.length;
};

const file = ({ files }: Exported, name: string): Uint8Array => {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`the run did not publish ${name}`);
  return bytes;
};

describe('the model that a run leaves', () => {
  let run: Exported;
  beforeAll(async () => void (run = await train()), 60_000);

  it('is what the run says that it is', () => {
    expect(run.result.steps).toBe(30);
    expect(run.result.metrics['accuracy']).toBeGreaterThan(0.5);
    expect(accuracyOf(run.logits, run.labels)).toBeCloseTo(run.result.metrics['accuracy'] ?? NaN, 6);
  });

  it('loads in plain tfjs and puts out the same', async () => {
    const topology = JSON.parse(new TextDecoder().decode(file(run, 'model/model.json')));
    const loaded = await loadLayersModel(
      io.fromMemory({
        modelTopology: topology.modelTopology,
        weightSpecs: topology.weightsManifest[0].weights,
        weightData: file(run, 'model/weights.bin').slice().buffer,
      }),
    );
    expect(predict(loaded, run.inputs)).toEqual(run.logits);
    expect(topology.userDefinedMetadata).toMatchObject({
      weightsSha256: run.result.weightsSha256,
      normalizer: { kind: expect.any(String) },
    });
    loaded.dispose();
  });

  it('loads from safetensors by tensor names and puts out the same', async () => {
    const name = 'model/model.safetensors';
    const { tensors, metadata } = decodeSafetensors(file(run, name), name);
    const parts = await openParts(job, { datasetsDir: '/no-files-are-read', dataRoots: {} });
    const byName = new Map(tensors.map((one) => [one.name, one]));
    expect([...byName.keys()].sort()).toEqual(parts.model.weights.map((w) => w.originalName).sort());
    expect(predict(parts.model, run.inputs)).not.toEqual(run.logits);
    for (const variable of parts.model.weights) {
      const one = byName.get(variable.originalName);
      if (one) tidy(() => void variable.write(tensor(one.data, [...one.shape])));
    }
    expect(predict(parts.model, run.inputs)).toEqual(run.logits);
    expect(metadata['weightsSha256']).toBe(run.result.weightsSha256);
    parts.dispose();
  });

  it('says how its inputs were scaled', async () => {
    const { userDefinedMetadata } = JSON.parse(new TextDecoder().decode(file(run, 'model/model.json')));
    const dataset = await openDataset(job.data, {
      source: (name) => datasetFiles({ datasetsDir: '/none', dataRoots: {} }, name),
      seed: 7,
    });
    const raw = dataset.read('test', Uint32Array.of(0)).x.data[0] ?? NaN;
    const { mean = [0], std = [1] } = userDefinedMetadata.normalizer;
    expect((raw - mean[0]) / std[0]).toBeCloseTo(run.inputs.dataSync()[0] ?? NaN, 5);
    dataset.close();
  });
});
