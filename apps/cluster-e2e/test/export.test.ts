import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface ExportDocument {
  readonly path: string;
  readonly weightsSha256: string;
  readonly source: { readonly kind: string; readonly step?: number };
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

const ROOT = new URL('../../../', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'rm-export-'));
const BLOBS = ['examples/mlp-blobs.yaml', '--workers', '1'];
let cluster: Cluster;
let jobId: string;
let weightsSha256: string;
/** Those it has kept: where the disk is slow one is replaced by the next while it waits. */
let steps: readonly number[];

beforeAll(async () => {
  cluster = createCluster();
  await cluster.up({ workers: 1 });
  ({ jobId, weightsSha256 } = await cluster.json<{ jobId: string; weightsSha256: string }>([
    'run',
    ...BLOBS,
  ]));
  const listed = await cluster.json<{ checkpoints: { step: number }[] }>(['ckpt', 'ls', jobId]);
  steps = listed.checkpoints.map(({ step }) => step);
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(scratch, { recursive: true });
});

const exported = (format: string, name: string, ...more: string[]) =>
  cluster.json<ExportDocument>([
    'export',
    jobId,
    '--format',
    format,
    '--output',
    join(scratch, name),
    ...more,
  ]);
const refused = async (...args: string[]) => {
  const { code, stdout, stderr } = await cluster.cli(['export', ...args]);
  return { code, text: `${stdout}${stderr}` };
};
const names = ({ files }: ExportDocument) => files.map(({ name }) => name);

describe('ringmaster export', () => {
  it.each([
    ['savedmodel', ['ringmaster.json', 'saved_model.pb']],
    ['onnx', ['model.onnx', 'ringmaster.json']],
    ['npz', ['model.npz', 'ringmaster.json']],
  ])('writes %s, and nothing else', async (format, files) => {
    const document = await exported(format, format);
    expect(names(document)).toEqual(files);
    expect(readdirSync(document.path).sort()).toEqual(files);
    expect(document.weightsSha256).toBe(weightsSha256);
  });

  it('overwrites an export only when it is told to, and what is none never', async () => {
    const target = join(scratch, 'npz');
    const before = readFileSync(join(target, 'model.npz'));
    const args = [jobId, '--format', 'npz', '--output', target];
    expect(await refused(...args)).toMatchObject({
      code: 2,
      text: expect.stringContaining('--force') as string,
    });
    const again = await exported('npz', 'npz', '--force');
    expect(readFileSync(join(again.path, 'model.npz'))).toEqual(before);
    writeFileSync(join(target, 'notes.txt'), 'mine');
    const foreign = await refused(...args, '--force');
    expect(foreign).toMatchObject({ code: 2, text: expect.stringContaining('notes.txt') as string });
    expect(readFileSync(join(target, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('says what is not there, with exit code 3, and leaves nothing behind', async () => {
    const target = join(scratch, 'never');
    const to = ['--format', 'npz', '--output', target];
    const waiting = await cluster.submit([
      ...BLOBS,
      '--set',
      'workers.slots.cpuThreads=64',
      '--set',
      'name=waiting',
    ]);
    expect(await refused(waiting, ...to)).toMatchObject({
      code: 3,
      text: expect.stringContaining('neither a model nor a checkpoint') as string,
    });
    await cluster.cli(['cancel', waiting]);
    expect(await refused(jobId, ...to, '--checkpoint', '7')).toMatchObject({
      code: 3,
      text: expect.stringContaining(`no checkpoint of step 7; it has ${steps.join(', ')}`) as string,
    });
    expect((await refused('nobody', ...to)).code).toBe(3);
    expect(readdirSync(scratch).filter((name) => name.includes('never'))).toEqual([]);
  });

  it('takes the newest checkpoint of a job that has not succeeded', async () => {
    const stopped = await cluster.submit([...BLOBS, '--set', 'training.epochs=400']);
    await cluster.waitFor(stopped, 'a checkpoint', (job) => job.checkpoints.length > 0);
    const args = ['export', stopped, '--format', 'safetensors', '--output', join(scratch, 'running')];
    const document = await cluster.json<ExportDocument>(args);
    await cluster.cli(['cancel', stopped]);
    expect(document.source.kind).toBe('checkpoint');
    expect(document.source.step).toBeGreaterThanOrEqual(50);
    await cluster.waitForEnd(stopped);
  });

  it('names the damaged file of a checkpoint and of a model', async () => {
    const artifacts = join(cluster.home, 'artifacts', jobId);
    const damage = (name: string) => {
      const bytes = readFileSync(join(artifacts, name));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(join(artifacts, name), bytes);
    };
    const to = ['--format', 'tfjs', '--output', join(scratch, 'damaged')];
    const [first = 0] = steps;
    damage(`checkpoints/step-${String(first).padStart(8, '0')}/weights.safetensors`);
    expect(await refused(jobId, ...to, '--checkpoint', String(first))).toMatchObject({
      code: 1,
      text: expect.stringContaining('weights.safetensors') as string,
    });
    damage('model/weights.bin');
    expect(await refused(jobId, ...to)).toMatchObject({
      code: 1,
      text: expect.stringContaining('weights.bin') as string,
    });
    expect(existsSync(join(scratch, 'damaged'))).toBe(false);
    damage('model/weights.bin');
  });
});

/** Python's packages are large: the full tier fetches them, the quick one takes them where they are. */
const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const packages = spawnSync(
  process.execPath,
  [join(ROOT, 'tools/setup/python-exports.mjs'), ...(isFull ? [] : ['--cached'])],
  { encoding: 'utf8', timeout: 600_000 },
);
const hasPackages = packages.status === 0;
if (!hasPackages) writeSync(2, `SKIPPED: exports in Python: ${packages.stderr.trim()}\n`);

interface PythonAnswer {
  readonly tensorflow: Readonly<Record<string, readonly number[]>>;
  readonly onnxruntime: Readonly<Record<string, readonly number[]>>;
  readonly npz: Readonly<Record<string, readonly number[]>>;
  readonly bias: readonly number[];
}

it.skipIf(!hasPackages)("Python's TensorFlow, onnxruntime and NumPy load the files and agree", async () => {
  const order = {
    savedmodel: (await exported('savedmodel', 'python-savedmodel')).path,
    onnx: (await exported('onnx', 'python-onnx')).path,
    npz: (await exported('npz', 'python-npz')).path,
    batches: [1, 7, 64],
    features: 2,
  };
  const script = new URL('python/check_exports.py', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync('python3', [script, packages.stdout.trim()], {
    input: JSON.stringify(order),
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect(stdout, stderr).not.toBe('');
  const answer = JSON.parse(stdout) as PythonAnswer;
  for (const [count, logits] of Object.entries(answer.onnxruntime)) {
    const others = answer.tensorflow[count] ?? [];
    const norm = Math.hypot(...others);
    expect(logits).toHaveLength(Number(count) * 3);
    expect(norm).toBeGreaterThan(0);
    expect(Math.hypot(...logits.map((value, i) => value - (others[i] ?? NaN)))).toBeLessThanOrEqual(
      1e-5 * norm,
    );
  }
  expect(answer.npz).toMatchObject({
    'dense1/kernel': [2, 16],
    'dense2/kernel': [16, 16],
    'logits/bias': [3],
  });
  expect(answer.bias.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
});
