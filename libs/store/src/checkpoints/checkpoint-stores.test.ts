import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointStore } from '@ringmaster/training';
import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { artifactServer, TOKEN } from '../http/artifact-server-for-tests.js';
import { httpCheckpointStore } from '../http/http-artifacts.js';
import { fileCheckpointStore } from './file-checkpoint-store.js';

const JOB = 'job-aaaa';
const { signal } = new AbortController();
const text = (s: string) => new TextEncoder().encode(s);
const files = (size = 1_000) => [
  { name: 'weights.safetensors', bytes: new Uint8Array(randomBytes(size)) },
  { name: 'slots/adam.safetensors', bytes: new Uint8Array(randomBytes(size * 2)) },
];

async function overHttp(root: string) {
  const server = await artifactServer(fileArtifacts(root));
  return { store: httpCheckpointStore({ url: server.url, token: TOKEN, jobId: JOB }), stop: server.stop };
}
const direct = async (root: string) => ({
  store: fileCheckpointStore(fileArtifacts(root), JOB),
  stop: async () => undefined,
});

describe.each([
  ['files', direct],
  ['http', overHttp],
])('checkpoints over %s', (_, open) => {
  let root: string;
  let store: CheckpointStore;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rm-checkpoints-'));
    ({ store, stop } = await open(root));
  });
  afterEach(async () => {
    await stop();
    await rm(root, { recursive: true, force: true });
  });
  const path = (step: number, name: string) =>
    join(root, JOB, 'checkpoints', `step-${String(step).padStart(8, '0')}`, name);

  it('saves, lists in order, loads and removes', async () => {
    expect(await store.list(signal)).toEqual([]);
    const saved = files(700_000);
    for (const step of [100, 5, 20]) await store.save(step, saved, text(`{"step":${step}}`), signal);
    expect(await store.list(signal)).toEqual([5, 20, 100]);
    const loaded = await store.load(20, signal);
    expect(new TextDecoder().decode(loaded.manifest)).toBe('{"step":20}');
    expect([...loaded.files.keys()]).toEqual(saved.map((file) => file.name));
    for (const { name, bytes } of saved)
      expect(Buffer.compare(loaded.files.get(name) ?? text(''), bytes)).toBe(0);
    await store.remove(20, signal);
    await store.remove(20, signal);
    expect(await store.list(signal)).toEqual([5, 100]);
    await expect(store.load(20, signal)).rejects.toMatchObject({ code: 'not_found', message: /step 20/ });
  });

  it('replaces a step whole and leaves an equal one untouched', async () => {
    const first = files();
    await store.save(1, [...first, { name: 'gone', bytes: text('gone') }], text('a'), signal);
    await store.save(1, first, text('b'), signal);
    expect([...(await store.load(1, signal)).files.keys()]).toEqual(first.map((file) => file.name));
    const published = await readFile(path(1, '.manifest.json.sum'), 'utf8');
    await store.save(1, first, text('b'), signal);
    expect(await readFile(path(1, '.manifest.json.sum'), 'utf8')).toBe(published);
  });

  it('does not see a checkpoint whose manifest was not published', async () => {
    await store.save(1, files(), text('m'), signal);
    await rm(path(1, 'manifest.json'));
    expect(await store.list(signal)).toEqual([]);
    await expect(store.load(1, signal)).rejects.toMatchObject({ code: 'not_found' });
    await store.save(1, files(), text('again'), signal);
    expect(await store.list(signal)).toEqual([1]);
  });

  it('names the file and both sizes of a checkpoint that is damaged', async () => {
    const damage: [string, () => Promise<void>, RegExp][] = [
      [
        'cut',
        () => truncate(path(1, 'weights.safetensors'), 500),
        /weights\.safetensors: 500 bytes instead of 1000/,
      ],
      [
        'changed',
        () => writeFile(path(1, 'weights.safetensors'), randomBytes(1_000)),
        /its 1000 bytes have SHA-256/,
      ],
      ['gone', () => rm(path(1, 'slots/adam.safetensors')), /slots\/adam\.safetensors: the file is missing/],
      ['manifest', () => truncate(path(1, 'manifest.json'), 0), /manifest\.json: 0 bytes instead of 5/],
      ['index', () => writeFile(path(1, 'files.json'), '{}'), /files\.json: 2 bytes that are no list/],
    ];
    for (const [, harm, message] of damage) {
      await store.save(1, files(), text('whole'), signal);
      await harm();
      await expect(store.load(1, signal)).rejects.toMatchObject({ code: 'artifact_corrupt', message });
      await store.remove(1, signal);
    }
  });

  it('refuses names and steps that are not its own', async () => {
    const bytes = text('x');
    for (const name of ['../x', 'manifest.json', 'files.json', '/x', ''])
      await expect(store.save(1, [{ name, bytes }], bytes, signal)).rejects.toMatchObject({
        code: 'invalid',
      });
    for (const step of [-1, 0.5, Number.NaN])
      await expect(store.save(step, [], bytes, signal)).rejects.toMatchObject({ code: 'invalid' });
    expect(await store.list(signal)).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const aborted = AbortSignal.abort();
    await expect(store.save(1, files(), text('m'), aborted)).rejects.toMatchObject({ code: 'cancelled' });
    await expect(store.list(aborted)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
