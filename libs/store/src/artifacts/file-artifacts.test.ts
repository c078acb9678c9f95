import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileArtifacts, fileArtifacts } from './file-artifacts.js';

let root: string;
let store: FileArtifacts;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-artifacts-'));
  store = fileArtifacts(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const JOB = 'job-aaaa';
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const text = (s: string) => new TextEncoder().encode(s);
async function read(artifact: Awaited<ReturnType<FileArtifacts['get']>>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of artifact.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
async function* pieces(bytes: Uint8Array, failAt = Infinity) {
  for (let at = 0; at < bytes.length; at += 1000) {
    if (at >= failAt) throw new Error('the sender went away');
    yield bytes.subarray(at, at + 1000);
  }
}
const filesOnDisk = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());

describe('fileArtifacts', () => {
  it.each([0, 1, 4_096, 3_000_001])('keeps %i bytes, from memory and from a stream', async (size) => {
    const bytes = randomBytes(size);
    const info = { bytes: size, sha256: sha(bytes) };
    expect(await store.put(JOB, 'whole.bin', bytes, { sha256: sha(bytes) })).toMatchObject({
      name: 'whole.bin',
      ...info,
    });
    await store.put(JOB, 'a/b/streamed.bin', pieces(bytes));
    for (const name of ['whole.bin', 'a/b/streamed.bin']) {
      const artifact = await store.get(JOB, name);
      expect(artifact).toMatchObject({ name, ...info });
      expect((await read(artifact)).equals(bytes)).toBe(true);
    }
  });

  it('lists by prefix with digests, each job for itself', async () => {
    for (const name of ['model/model.json', 'model/weights.bin', 'models.txt', 'checkpoints/step-1/x'])
      await store.put(JOB, name, text(name));
    await store.put('job-bbbb', 'model/other', text('x'));
    const names = async (prefix?: string) => (await store.list(JOB, prefix)).map((info) => info.name);
    expect(await names()).toEqual([
      'checkpoints/step-1/x',
      'model/model.json',
      'model/weights.bin',
      'models.txt',
    ]);
    expect(await names('model/')).toEqual(['model/model.json', 'model/weights.bin']);
    expect(await names('model')).toEqual(['model/model.json', 'model/weights.bin', 'models.txt']);
    expect(await names('checkpoints/step')).toEqual(['checkpoints/step-1/x']);
    expect(await names('none')).toEqual([]);
    expect(await store.list('job-none')).toEqual([]);
    expect((await store.list(JOB, 'models'))[0]).toMatchObject({
      name: 'models.txt',
      bytes: 10,
      sha256: sha(text('models.txt')),
    });
  });

  it('replaces whole; whoever reads the old one goes on reading it', async () => {
    const [old, fresh] = [randomBytes(500_000), randomBytes(10)];
    await store.put(JOB, 'x', old);
    const reader = await store.get(JOB, 'x');
    await store.put(JOB, 'x', fresh);
    expect((await read(reader)).equals(old)).toBe(true);
    expect((await read(await store.get(JOB, 'x'))).equals(fresh)).toBe(true);
  });

  it('publishes nothing when the digest is wrong, the sender fails or the caller gives up', async () => {
    const bytes = randomBytes(5_000);
    await store.put(JOB, 'x', text('old'));
    const wrong = store.put(JOB, 'x', bytes, { sha256: sha(text('else')) });
    await expect(wrong).rejects.toMatchObject({ code: 'artifact_corrupt', message: /5000 bytes/ });
    await expect(store.put(JOB, 'x', pieces(bytes, 3_000))).rejects.toThrow(/sender went away/);
    const aborted = store.put(JOB, 'x', bytes, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    expect((await read(await store.get(JOB, 'x'))).toString()).toBe('old');
    expect((await filesOnDisk()).map((entry) => entry.name).sort()).toEqual(['.x.sum', 'x']);
  });

  it('removes one name or everything below it', async () => {
    for (const name of ['a', 'dir/a', 'dir/deep/b', 'dirt/c']) await store.put(JOB, name, text(name));
    expect(await store.remove(JOB, 'dir')).toBe(false);
    expect(await store.remove(JOB, 'a/')).toBe(false);
    expect(await store.remove(JOB, 'dir/')).toBe(true);
    expect(await store.remove(JOB, 'dir/')).toBe(false);
    expect(await store.remove(JOB, 'a')).toBe(true);
    expect(await store.remove(JOB, 'a')).toBe(false);
    expect((await store.list(JOB)).map((info) => info.name)).toEqual(['dirt/c']);
    await expect(store.get(JOB, 'a')).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.get(JOB, 'dirt')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    '',
    '/',
    '/etc/passwd',
    '..',
    '../x',
    'a/../../x',
    'a/..',
    './a',
    'a//b',
    'a/',
    '.tmp/x',
    '.hidden',
    'a/.x.sum',
    'a\0b',
    'a\\b',
    'a b',
    'ä',
    'a\n',
    'x'.repeat(129),
    `${'a/'.repeat(300)}b`,
  ])('refuses the name %j everywhere', async (name) => {
    const invalid = { code: 'invalid' };
    await expect(store.put(JOB, name, text('x'))).rejects.toMatchObject(invalid);
    await expect(store.get(JOB, name)).rejects.toMatchObject(invalid);
    if (name !== 'a/') await expect(store.remove(JOB, name)).rejects.toMatchObject(invalid);
    expect(() => store.appendLine(JOB, name, 'x')).toThrow(expect.objectContaining(invalid));
    expect(await filesOnDisk()).toEqual([]);
  });

  it.each(['', '..', '.', 'a/b', '../job-aaaa', 'A', '-a'])('refuses the job id %j', async (jobId) => {
    await expect(store.put(jobId, 'x', text('x'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.list(jobId)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('does not follow a link out of the directory', async () => {
    await mkdir(join(root, JOB));
    await writeFile(join(root, 'secret'), 'secret');
    await symlink(join(root, 'secret'), join(root, JOB, 'link'));
    await expect(store.get(JOB, 'link')).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.list(JOB)).toEqual([]);
  });

  it('says when a name is taken by a directory, or runs through a file', async () => {
    await store.put(JOB, 'a/b', text('x'));
    await expect(store.put(JOB, 'a', text('x'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.put(JOB, 'a/b/c', text('x'))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('computes the digest again when the file is not the one that it was taken of', async () => {
    await store.put(JOB, 'x', text('published'));
    await writeFile(join(root, JOB, 'x'), 'truncat');
    expect((await store.list(JOB))[0]).toMatchObject({ bytes: 7, sha256: sha(text('truncat')) });
    const past = new Date(Date.now() - 60_000);
    await utimes(join(root, JOB, 'x'), past, past);
    const settled = await store.get(JOB, 'x');
    settled.stream.destroy();
    expect(settled.sha256).toBe(sha(text('truncat')));
    expect(await readFile(join(root, JOB, '.x.sum'), 'utf8')).toContain(sha(text('truncat')));
  });

  it('appends lines, one each whatever they hold, and reads them at once', async () => {
    for (let i = 0; i < 100; i++) expect(store.appendLine(JOB, 'logs.jsonl', `{"n":${i}}\n\r`)).toBe(true);
    const expected = Array.from({ length: 100 }, (_, i) => `{"n":${i}}\\n\\r\n`).join('');
    expect((await read(await store.get(JOB, 'logs.jsonl'))).toString()).toBe(expected);
    store.appendLine(JOB, 'logs.jsonl', 'later');
    await expect.poll(() => readFile(join(root, JOB, 'logs.jsonl'), 'utf8')).toBe(`${expected}later\n`);
    await store.close();
  });

  it('begins a new line after half a line of a writer that crashed', async () => {
    await mkdir(join(root, JOB));
    await writeFile(join(root, JOB, 'logs.jsonl'), 'whole\nhal');
    store.appendLine(JOB, 'logs.jsonl', 'next');
    await store.flush();
    store.appendLine(JOB, 'logs.jsonl', 'last');
    await store.flush();
    expect(await readFile(join(root, JOB, 'logs.jsonl'), 'utf8')).toBe('whole\nhal\nnext\nlast\n');
  });

  it('drops lines instead of growing without bound', async () => {
    const line = 'x'.repeat(100_000);
    const accepted = Array.from({ length: 30 }, () => store.appendLine(JOB, 'logs.jsonl', line));
    expect(accepted.filter(Boolean)).toHaveLength(10);
    await store.flush();
    expect(store.appendLine(JOB, 'logs.jsonl', 'again')).toBe(true);
    await store.flush();
  });

  it('sweeps what crashed writers left long ago', async () => {
    await mkdir(join(root, JOB, '.tmp'), { recursive: true });
    for (const name of ['old', 'new']) await writeFile(join(root, JOB, '.tmp', name), 'x');
    const past = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(root, JOB, '.tmp', 'old'), past, past);
    await store.put(JOB, 'x', text('x'));
    expect(await readdir(join(root, JOB, '.tmp'))).toEqual(['new']);
  });
});
