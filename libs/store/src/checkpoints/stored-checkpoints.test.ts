import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileArtifacts, fileArtifacts } from '../artifacts/file-artifacts.js';
import { fileCheckpointStore } from './file-checkpoint-store.js';
import { checkpointSteps, storedCheckpoints, verifyCheckpoint } from './stored-checkpoints.js';

const JOB = 'job-000001';
const signal = new AbortController().signal;
let root: string;
let artifacts: FileArtifacts;
const path = (name: string) => join(root, JOB, 'checkpoints/step-00000005', name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-stored-'));
  artifacts = fileArtifacts(root);
  const store = fileCheckpointStore(artifacts, JOB);
  const manifest = Buffer.from('{}');
  for (const step of [5, 12])
    await store.save(
      step,
      [{ name: 'weights.safetensors', bytes: new Uint8Array(1000).fill(step) }],
      manifest,
      signal,
    );
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('stored checkpoints', () => {
  it('are listed by step with sizes and digests', async () => {
    expect(await checkpointSteps(artifacts, JOB)).toEqual([5, 12]);
    const [first] = await storedCheckpoints(artifacts, JOB);
    expect(first).toMatchObject({ step: 5, bytes: 1002, directory: 'checkpoints/step-00000005/' });
    expect(first?.files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['manifest.json', 2],
      ['weights.safetensors', 1000],
    ]);
    expect(await storedCheckpoints(artifacts, 'job-000002')).toEqual([]);
  });

  it('are valid as long as every byte is', async () => {
    expect(await verifyCheckpoint(artifacts, JOB, 5)).toEqual({
      step: 5,
      bytes: 1002,
      files: 2,
      problems: [],
    });
  });

  const flip = async (name: string) => {
    const bytes = await readFile(path(name));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path(name), bytes);
  };
  it.each<[string, () => Promise<void>, string, RegExp]>([
    ['a flipped bit', () => flip('weights.safetensors'), 'weights.safetensors', /SHA-256 \w+ instead of/],
    [
      'a shortened file',
      () => truncate(path('weights.safetensors'), 999),
      'weights.safetensors',
      /999 bytes instead of 1000/,
    ],
    ['a missing file', () => rm(path('weights.safetensors')), 'weights.safetensors', /missing/],
    ['another manifest', () => writeFile(path('manifest.json'), '[]'), 'manifest.json', /SHA-256/],
    [
      'an index that is none',
      () => writeFile(path('files.json'), '{"version":'),
      'files.json',
      /no list of files/,
    ],
    ['no index', () => rm(path('files.json')), 'files.json', /no artifact/],
  ])('%s is found and named', async (_what, damage, file, message) => {
    await damage();
    const { problems } = await verifyCheckpoint(artifacts, JOB, 5);
    expect(problems).toEqual([
      {
        file: `checkpoints/step-00000005/${file}`,
        message: expect.stringMatching(message) as string,
      },
    ]);
    expect((await verifyCheckpoint(artifacts, JOB, 12)).problems).toEqual([]);
    expect((await storedCheckpoints(artifacts, JOB)).map(({ step }) => step)).toEqual([5, 12]);
  });
});
