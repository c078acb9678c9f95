import type { JobDocumentInput } from '@ringmaster/contracts';
import {
  blobs as dataset,
  linearJob,
  linearModel,
  linearProgram,
  type MemoryCheckpointStore,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadCheckpoint, type LoadRequest } from './load-checkpoint.js';

const signal = new AbortController().signal;
let store: MemoryCheckpointStore;
beforeEach(async () => {
  store = memoryCheckpointStore();
  const control = (_rank: number, question: number) => (question === 1 ? 'stop' : 'none');
  await trainInProcess({ job: linearJob(), world: 1, dataset, program: linearModel, store, control });
});

const load = (changes: Partial<LoadRequest> = {}) =>
  loadCheckpoint({
    ...{
      store,
      step: 2,
      job: linearJob(),
      layout: linearModel().layout,
      datasetHash: dataset.info.hash,
      signal,
    },
    ...changes,
  });
const edited = async (edit: (manifest: Record<string, unknown>) => void): Promise<void> => {
  const { manifest, files } = await store.load(2, signal);
  const json = JSON.parse(new TextDecoder().decode(manifest)) as Record<string, unknown>;
  edit(json);
  const stored = [...files].map(([name, bytes]) => ({ name, bytes }));
  await store.save(2, stored, new TextEncoder().encode(JSON.stringify(json)), signal);
};

describe('compatibility', () => {
  it.each<[string, JobDocumentInput['training'], Partial<JobDocumentInput>]>([
    ['training.seed', { seed: 6 }, {}],
    ['training.shards', { shards: 2 }, {}],
    ['training.accumulate', { accumulate: 2 }, {}],
    ['training.ema', { ema: {} }, {}],
    ['training.reduce', { reduce: 'ring' }, {}],
    ['model.name', {}, { model: { name: 'mlp' } }],
    ['model.config', {}, { model: { name: 'linear', config: { units: 3 } } }],
    ['data.batchSize', {}, { data: { dataset: 'blobs', batchSize: 16 } }],
    ['data.dataset', {}, { data: { dataset: 'digits', batchSize: 8 } }],
    ['data.normalize', {}, { data: { dataset: 'blobs', batchSize: 8, normalize: 'none' } }],
    ['loss', {}, { loss: 'meanSquaredError' }],
    ['optimizer.kind', {}, { optimizer: { kind: 'adam' } }],
    ['optimizer.momentum', {}, { optimizer: { kind: 'sgd', learningRate: 0.05 } }],
    [
      'data.augment',
      {},
      { data: { dataset: 'blobs', batchSize: 8, augment: [{ kind: 'shift', pixels: 1 }] } },
    ],
  ])('refuses another %s and names it', async (field, training, rest) => {
    const failing = load({ job: linearJob(training, rest) });
    await expect(failing).rejects.toMatchObject({ code: 'incompatible', details: { field } });
    await expect(failing).rejects.toThrow(`${field} was `);
  });

  it('refuses another data set under the same name', async () => {
    await expect(load({ datasetHash: 'other' })).rejects.toThrow(
      /hash of the data set was blobs.*, is now other/,
    );
  });

  it('refuses a model with other tensors', async () => {
    const layout = linearProgram({ inputs: 7, classes: 3 }).layout;
    await expect(load({ layout })).rejects.toThrow(
      "weights.safetensors: the model's tensor dense/kernel is float32 [7, 3], the checkpoint has [6, 3]",
    );
  });

  it('allows what only shapes the future', async () => {
    const job = linearJob(
      { epochs: 9, clipNorm: 1, evaluateEvery: 'end' },
      { schedule: { kind: 'constant' }, workers: { min: 2, max: 3 } },
    );
    expect((await load({ job }))?.manifest.step).toBe(2);
  });
});

describe('corruption', () => {
  it('is an error of a step asked for by number, and passed over by latest', async () => {
    store.corrupt(2, 'weights.safetensors');
    await expect(load()).rejects.toMatchObject({ code: 'artifact_corrupt' });
    const told: number[] = [];
    expect(await load({ step: 'latest', onCorrupt: (step) => void told.push(step) })).toBeUndefined();
    expect(told).toEqual([2]);
  });

  it('says not_found for a step that does not exist, and nothing for an empty store', async () => {
    await expect(load({ step: 3 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await load({ store: memoryCheckpointStore(), step: 'latest' })).toBeUndefined();
  });

  it.each<[string, (manifest: Record<string, unknown>) => void, RegExp]>([
    [
      'a weights hash that is not that of the tensors',
      (m) => (m['weightsSha256'] = '0'.repeat(64)),
      /weightsSha256/,
    ],
    ['another step', (m) => (m['step'] = 3), /says that it is of step 3/],
    ['an unknown key', (m) => (m['extra'] = 1), /extra/],
    ['no job', (m) => delete m['job'], /job/],
    [
      'a wrong file size',
      (m) =>
        ((m['files'] as Record<string, { bytes: number }>)['weights.safetensors'] = {
          ...(m['files'] as Record<string, { bytes: number }>)['weights.safetensors'],
          bytes: 5,
        }),
      /ends at byte \d+, expected 5/,
    ],
  ])('finds a manifest with %s', async (_what, edit, message) => {
    await edited(edit);
    await expect(load()).rejects.toMatchObject({
      code: 'artifact_corrupt',
      message: expect.stringMatching(message) as string,
    });
  });

  it('finds a manifest that is no JSON', async () => {
    await store.save(2, [], new TextEncoder().encode('{"format":'), signal);
    await expect(load()).rejects.toMatchObject({
      code: 'artifact_corrupt',
      message: 'manifest.json: not JSON',
    });
  });

  it('refuses a later version of the format by name', async () => {
    await edited((manifest) => (manifest['version'] = 2));
    await expect(load({ step: 'latest' })).rejects.toMatchObject({ code: 'incompatible' });
  });
});
