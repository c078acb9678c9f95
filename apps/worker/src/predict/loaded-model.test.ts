import { TrainError } from '@ringmaster/core';
import { evaluationPipeline, openDataset } from '@ringmaster/data';
import { assignWeights, createPredictor } from '@ringmaster/engine';
import { type ExportedModel, readExportedModel } from '@ringmaster/serving';
import { loadCheckpoint, resolveJob } from '@ringmaster/training';
import { softmax, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';
import { openParts } from '../trainer/parts.js';
import { type LoadedModel, modelOf } from './loaded-model.js';

/** Everything that could be lost on the way: convolutions, BatchNorm's statistics, dropout, a fitted normaliser. */
const document = {
  version: 1,
  kind: 'train',
  name: 'predict',
  model: { name: 'simple-cnn', config: { filters: [4, 6, 8], dense: 16, dropout: 0.3 } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'shapes', size: 16, train: 160, validation: 32, test: 50, seed: 3 },
    batchSize: 32,
    normalize: 'standardize',
  },
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { epochs: 2, seed: 7, shards: 2, checkpoint: { everySteps: 10 } },
  workers: { min: 1, max: 1 },
};
const job = resolveJob(document);
const NOWHERE = { datasetsDir: '/no-files-are-read', dataRoots: {} };

/** Runs the real trainer; gives its export, the test split as it came, and what the trained program makes of it. */
async function train() {
  const trainer = await startTrainer();
  trainer.order({ type: 'assign', assignment: assignment(document) });
  await trainer.heard('ready');
  trainer.order(go());
  const { result } = await trainer.heard('finished');
  await trainer.heard('idle');
  const part = (name: string) =>
    trainer.files.find((file) => file.name === `model/${name}`)?.bytes ?? new Uint8Array();

  const parts = await openParts(job, NOWHERE);
  const last = await loadCheckpoint({
    store: trainer.checkpoints,
    job,
    layout: parts.program.layout,
    signal: new AbortController().signal,
    step: result.steps,
    datasetHash: parts.dataset.info.hash,
  });
  if (!last) throw new Error('the run left no checkpoint of its last step');
  assignWeights(parts.model, last.replica);
  const ids = Uint32Array.from({ length: parts.dataset.info.sizes.test }, (_, id) => id);
  const { x } = evaluationPipeline(parts.dataset, job.data, { normalizer: parts.normalizer })('test', ids);
  const probabilities = tidy(() =>
    softmax(parts.model.predict(tensor(x.data as Float32Array, [...x.shape])) as Tensor)
      .dataSync<'float32'>()
      .slice(),
  );
  parts.dispose();
  const raw = await openDataset(job.data, {
    source: () => ({ read: async () => new Uint8Array() }),
    seed: 7,
  });
  const samples = raw.read('test', ids).x.data as Float32Array;
  return {
    json: new TextDecoder().decode(part('model.json')),
    weights: part('weights.bin'),
    probabilities,
    samples,
  };
}

describe('an exported model that predicts', () => {
  let run: Awaited<ReturnType<typeof train>>;
  let exported: ExportedModel;
  let model: LoadedModel;
  beforeAll(async () => {
    run = await train();
    exported = readExportedModel(run.json, run.weights);
    model = modelOf(exported, await createPredictor(exported, 8));
  }, 90_000);

  const all = (count: number, from = 0) => {
    const width = run.samples.length / 50;
    return model.predict(run.samples.slice(from * width, (from + count) * width), count);
  };

  it('says what the trained program says, in batches of any size', () => {
    const predictions = all(50);
    const flat = predictions.flatMap(({ probabilities = [] }) => probabilities);
    expect(flat).toHaveLength(run.probabilities.length);
    flat.forEach((value, at) => expect(Math.abs(value - (run.probabilities[at] ?? NaN))).toBeLessThan(1e-5));
    for (const [from, count] of [
      [0, 1],
      [1, 3],
      [4, 5],
      [9, 8],
    ] as const)
      all(count, from).forEach(({ probabilities = [], class: best }, row) => {
        const expected = predictions[from + row];
        expect(best).toBe(expected?.class);
        probabilities.forEach((value, at) =>
          expect(value).toBeCloseTo(expected?.probabilities?.[at] ?? NaN, 5),
        );
      });
  });

  it('knows its input and its classes', () => {
    expect([model.predictor.inputs[0]?.shape, model.predictor.outputs, exported.classes]).toEqual([
      [16, 16, 1],
      3,
      3,
    ]);
  });

  it('a broken export is refused, naming file and place', async () => {
    const code = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        const { code: found, message } = TrainError.from(error);
        return `${found} ${message}`;
      }
      return 'ok';
    };
    expect(code(() => readExportedModel(run.json, run.weights.slice(4)))).toContain(
      'artifact_corrupt weights.bin: holds',
    );
    expect(code(() => readExportedModel(run.json.slice(0, -1), run.weights))).toContain(
      'model.json is not JSON',
    );
    const without = run.json.replace('"normalizer"', '"normaliser"');
    expect(code(() => readExportedModel(without, run.weights))).toContain('userDefinedMetadata.normalizer');
    const cut = createPredictor({ ...exported, topology: { class_name: 'Model' } }, 8);
    expect(TrainError.from(await cut.catch((error: unknown) => error)).code).toBe('artifact_corrupt');
  });
});
