import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EXPORT_FORMATS, type ExportFormat, type JobResult } from '@ringmaster/contracts';
import { readNpy, readZip } from '@ringmaster/data';
import { loadEngine } from '@ringmaster/engine';
import { decodeSafetensors, resolveJob } from '@ringmaster/training';
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { env, InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';
import { openParts } from '../trainer/parts.js';
import { convert } from './convert.js';

/** Convolutions, BatchNorm's statistics, dropout, a fitted normaliser, and averaged weights that checkpoints keep apart. */
const document = {
  version: 1,
  kind: 'train',
  name: 'converted',
  model: { name: 'simple-cnn', config: { filters: [4, 6, 8], dense: 16, dropout: 0.3 } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'shapes', size: 16, train: 128, validation: 16, test: 32, seed: 3 },
    batchSize: 32,
  },
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { epochs: 2, seed: 7, shards: 2, ema: { decay: 0.5 }, checkpoint: { everySteps: 4 } },
  workers: { min: 1, max: 1 },
};

const scratch = mkdtempSync(join(tmpdir(), 'rm-convert-'));
const published = join(scratch, 'published');
const checkpoint = join(scratch, 'checkpoint');
let result: JobResult;
/** Raw samples of the test split, and what the trained program makes of them. */
let raw: { readonly shape: number[]; readonly data: Float32Array };
let expected: Float32Array;

const write = (directory: string, files: Iterable<readonly [string, Uint8Array]>) => {
  mkdirSync(directory, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes);
};

/** Trains, and writes what was published and the last checkpoint. */
async function train(
  job: object,
  to: { readonly published: string; readonly checkpoint: string },
  dataRoots: Readonly<Record<string, string>> = {},
): Promise<JobResult> {
  const trainer = await startTrainer(dataRoots);
  trainer.order({ type: 'assign', assignment: assignment(job) });
  await trainer.heard('ready');
  trainer.order(go());
  const finished = await trainer.heard('finished');
  await trainer.heard('idle');
  write(
    to.published,
    trainer.files.map(({ name, bytes }) => [basename(name), bytes] as const),
  );
  const last = await trainer.checkpoints.load(finished.result.steps, new AbortController().signal);
  write(to.checkpoint, [['manifest.json', last.manifest], ...last.files]);
  return finished.result;
}

beforeAll(async () => {
  result = await train(document, { published, checkpoint });
  await readExpected();
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true }));

async function readExpected(): Promise<void> {
  const parts = await openParts(resolveJob(document), { datasetsDir: '/no-files', dataRoots: {} });
  const ids = Uint32Array.from({ length: 32 }, (_, id) => id);
  const { x } = parts.dataset.read('test', ids);
  raw = { shape: [...x.shape], data: x.data as Float32Array };
  parts.dispose();
  const { readPublished } = await import('./read-published.js');
  const { model } = await readPublished(published);
  const scaled = parts.pipelines.evaluation(parts.dataset)('test', ids).x;
  const predicted = model.predict(tensor(scaled.data as Float32Array, raw.shape)) as Tensor;
  expected = predicted.dataSync<'float32'>().slice();
}

let runs = 0;
async function exported(format: ExportFormat, source: 'model' | 'checkpoint', directory?: string) {
  const target = join(scratch, `target-${(runs += 1)}`);
  mkdirSync(target);
  const from = directory ?? (source === 'model' ? published : checkpoint);
  const order = { jobId: 'job-one', format, source: { kind: source, directory: from }, target };
  return { target, report: await convert(order, {}) };
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const expectEqual = (actual: Float32Array | undefined) => {
  const difference = expected.map((value, i) => value - (actual?.[i] ?? NaN));
  expect(norm(difference)).toBeLessThanOrEqual(1e-5 * norm(expected));
};

const { fingerprint } = await loadEngine({ prefer: 'cpu' });
const isNative = fingerprint.backend === 'tensorflow';
if (!isNative)
  writeSync(
    2,
    'SKIPPED: exports as graphs, because the native engine is not built here; run npm run setup\n',
  );

describe.skipIf(!isNative).each(['model', 'checkpoint'] as const)('from a %s', (source) => {
  it('SavedModel takes raw samples and puts out what the program does', async () => {
    const { target, report } = await exported('savedmodel', source);
    const { node } = createRequire(import.meta.url)('@tensorflow/tfjs-node') as {
      node: { loadSavedModel(dir: string): Promise<{ predict(inputs: object): Record<string, Tensor> }> };
    };
    const loaded = await node.loadSavedModel(target);
    expectEqual(loaded.predict({ input: tensor(raw.data, raw.shape) })['logits']?.dataSync<'float32'>());
    expect(report).toMatchObject({
      weightsSha256: result.weightsSha256,
      input: { name: 'input', shape: [-1, 16, 16, 1], dtype: 'float32' },
      outputs: [{ name: 'logits' }, { name: 'probabilities' }],
    });
  });

  it('ONNX takes raw samples and puts out what the program does', async () => {
    const { target, report } = await exported('onnx', source);
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(readFileSync(join(target, 'model.onnx')));
    const { logits } = await session.run({ input: new OnnxTensor('float32', raw.data, raw.shape) });
    expectEqual(logits?.data as Float32Array);
    expect(report).toMatchObject({ opset: 17, weightsSha256: result.weightsSha256 });
  });

  it('npz and safetensors hold the same tensors under the same names', async () => {
    const npz = await exported('npz', source);
    const safetensors = await exported('safetensors', source);
    const archive = readZip('model.npz', readFileSync(join(npz.target, 'model.npz')));
    const { tensors, metadata } = decodeSafetensors(
      readFileSync(join(safetensors.target, 'model.safetensors')),
    );
    expect(archive.names).toEqual(tensors.map(({ name }) => `${name}.npy`));
    for (const { name, shape, data } of tensors)
      expect(readNpy(name, await archive.entry(`${name}.npy`))).toMatchObject({ shape, values: data });
    expect(metadata['weightsSha256']).toBe(result.weightsSha256);
    expect(JSON.parse(readFileSync(join(npz.target, 'ringmaster.json'), 'utf8'))).toMatchObject({
      weightsSha256: result.weightsSha256,
      normalizer: { kind: 'standardize' },
      normalizerIncluded: false,
    });
  });

  it('every format gives the same bytes twice', async () => {
    for (const format of EXPORT_FORMATS) {
      const [a, b] = [await exported(format, source), await exported(format, source)];
      for (const name of FILES[format])
        expect(hash(join(a.target, name)), `${format}: ${name}`).toBe(hash(join(b.target, name)));
    }
  });
});

const FILES: Readonly<Record<ExportFormat, readonly string[]>> = {
  savedmodel: ['saved_model.pb', 'ringmaster.json'],
  onnx: ['model.onnx', 'ringmaster.json'],
  npz: ['model.npz', 'ringmaster.json'],
  safetensors: ['model.safetensors'],
  tfjs: ['model.json', 'weights.bin'],
};
const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

it('a checkpoint as tfjs is what the job publishes at its end', async () => {
  const { target } = await exported('tfjs', 'checkpoint');
  expect(hash(join(target, 'weights.bin'))).toBe(hash(join(published, 'weights.bin')));
});

it('the published model as tfjs and safetensors is what was published', async () => {
  for (const format of ['tfjs', 'safetensors'] as const) {
    const { target } = await exported(format, 'model');
    for (const name of FILES[format])
      expect(hash(join(target, name)), name).toBe(hash(join(published, name)));
  }
});

it('a checkpoint of a table knows its columns, their words and what stands in for missing values', async () => {
  const ports = join(scratch, 'ports');
  const table = 'port,area,kind\nS,1,p\nC,,q\n,3,p\nS,4,q\n';
  write(ports, [['ports.csv', new TextEncoder().encode(table)]]);
  const port = { kind: 'oneHot', unknown: 'other', missing: 'mostFrequent' };
  const files = { published: join(scratch, 'table'), checkpoint: join(scratch, 'table-checkpoint') };
  const job = {
    ...document,
    model: { name: 'mlp', config: { hidden: [4] } },
    data: {
      dataset: 'csv',
      source: 'ports',
      config: { file: 'ports.csv', label: 'kind', missing: 'mean', encode: { port } },
      batchSize: 4,
    },
    training: { epochs: 1, seed: 7, checkpoint: { everySteps: 1 } },
  };
  await train(job, files, { ports });
  const [ofModel, ofCheckpoint] = [
    (await exported('npz', 'model', files.published)).target,
    (await exported('npz', 'checkpoint', files.checkpoint)).target,
  ].map((target) => JSON.parse(readFileSync(join(target, 'ringmaster.json'), 'utf8')) as { dataset: object });
  expect(ofCheckpoint?.dataset).toEqual(ofModel?.dataset);
  expect(ofCheckpoint?.dataset).toMatchObject({
    columns: ['port=C', 'port=S', 'port (other)', 'area'],
    encodings: [{ column: 'port', words: ['C', 'S'], filling: 'S' }],
    fillings: expect.arrayContaining([expect.closeTo(8 / 3, 5)]) as number[],
  });
});

describe('what is damaged', () => {
  const damagedCopy = (from: string, name: string, edit: (bytes: Buffer) => Buffer): string => {
    const directory = join(scratch, `damaged-${(runs += 1)}`);
    const names = from === published ? FILES.tfjs : CHECKPOINT_FILES;
    write(
      directory,
      names.map((file) => {
        const bytes = readFileSync(join(from, file));
        return [file, file === name ? edit(Buffer.from(bytes)) : bytes] as const;
      }),
    );
    return directory;
  };
  const CHECKPOINT_FILES = [
    'manifest.json',
    'weights.safetensors',
    'state.safetensors',
    'slot-ema.safetensors',
    'slot-m.safetensors',
    'slot-v.safetensors',
  ];
  const flip = (bytes: Buffer) => (
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9),
    bytes
  );
  const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length - 4);
  const asJson = (edit: (json: Record<string, unknown>) => void) => (bytes: Buffer) => {
    const json = JSON.parse(bytes.toString()) as Record<string, unknown>;
    edit(json);
    return Buffer.from(JSON.stringify(json));
  };
  const withoutSamples = asJson((json) => Reflect.deleteProperty(json['dataset'] as object, 'samples'));
  const withoutMetadata = asJson((json) => Reflect.deleteProperty(json, 'userDefinedMetadata'));

  it.each([
    [
      'model',
      'weights.bin',
      flip,
      { code: 'artifact_corrupt', message: /weights.bin: its tensors have the SHA-256/ },
    ],
    [
      'model',
      'weights.bin',
      cut,
      { code: 'artifact_corrupt', message: /weights.bin: ends at byte \d+, model.json promises \d+/ },
    ],
    ['model', 'model.json', cut, { code: 'artifact_corrupt', message: /model.json: not JSON/ }],
    [
      'model',
      'model.json',
      withoutMetadata,
      { code: 'artifact_corrupt', message: /model.json: its metadata/ },
    ],
    ['checkpoint', 'manifest.json', cut, { code: 'artifact_corrupt', message: /manifest.json: not JSON/ }],
    [
      'checkpoint',
      'weights.safetensors',
      flip,
      { code: 'artifact_corrupt', message: /weights.safetensors of step 8: the content/ },
    ],
    [
      'checkpoint',
      'slot-ema.safetensors',
      cut,
      { code: 'artifact_corrupt', message: /slot-ema.safetensors of step 8: ends at byte/ },
    ],
    [
      'checkpoint',
      'manifest.json',
      withoutSamples,
      { code: 'incompatible', message: /did not note the shape of its samples/ },
    ],
  ] as const)('of a %s: %s', async (source, name, edit, { code, message }) => {
    const directory = damagedCopy(source === 'model' ? published : checkpoint, name, edit);
    const attempt = exported('npz', source, directory);
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(existsSync(join(scratch, `target-${runs}`, 'model.npz'))).toBe(false);
  });
});
