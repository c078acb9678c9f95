import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ModelRefText } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileModelRegistry, type ModelFacts, type ModelSourceFile } from './file-model-registry.js';

const FACTS: ModelFacts = {
  createdAt: '2026-01-01T00:00:00.000Z',
  jobId: 'digits-1a2b3c',
  jobName: 'digits',
  dataset: { name: 'digits', hash: 'ab' },
  codeVersion: '0.1.0',
  backend: 'tensorflow 2',
  steps: 10,
  checkpointStep: null,
  weightsSha256: 'e'.repeat(64),
  documentSha256: 'd'.repeat(64),
  metrics: {},
};
const sha = (content: string) => createHash('sha256').update(content).digest('hex');
const source = (name: string, content: string, sent = content): ModelSourceFile => ({
  name,
  bytes: content.length,
  sha256: sha(content),
  open: async () => Readable.from([Buffer.from(sent)]),
});
const ref = (name: string) => ModelRefText.parse(name);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => TrainError.from(error).code,
  );

describe('model registry', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'rm-models-'))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const register = (content: string, tag = 'latest', registry = fileModelRegistry(directory)) =>
    registry.register({ name: 'digits', tag, facts: FACTS, files: [source('model.json', content)] });
  const versionDirectories = () => readdirSync(directory).filter((name) => /^[0-9a-f]{48}$/.test(name));

  it('keeps files, tags and lineage for the next process', async () => {
    const { entry, created } = await register('one');
    expect([created, statSync(join(directory, 'registry.json')).mode & 0o777]).toEqual([true, 0o600]);
    const next = fileModelRegistry(directory);
    expect(await next.resolve(ref('digits'))).toEqual(entry);
    const file = await next.file(ref('digits'), 'model.json');
    expect([await text(file.stream), file.sha256]).toEqual(['one', sha('one')]);
    expect(await codeOf(next.file(ref('digits'), '../registry.json'))).toBe('not_found');
  });

  it('the same content is the same version, whoever brings it', async () => {
    const registry = fileModelRegistry(directory);
    const [first, second] = await Promise.all([
      register('one', 'a', registry),
      register('one', 'b', registry),
    ]);
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.entry.version).toEqual(first.entry.version);
    expect((await registry.list()).map(({ tags }) => tags)).toEqual([['a', 'b']]);
  });

  it('a moved tag leaves the version before; removing it by its hash removes its bytes', async () => {
    const registry = fileModelRegistry(directory);
    const { entry: first } = await register('one', 'latest', registry);
    await register('two', 'latest', registry);
    expect((await registry.list()).map(({ tags }) => tags)).toEqual([['latest'], []]);
    const old = ref(`digits@${first.version.version}`);
    expect(await codeOf(registry.remove(old, false))).toBe('conflict');
    expect(versionDirectories()).toHaveLength(2);
    expect(await registry.remove(old, true)).toMatchObject({ versionRemoved: true });
    expect(versionDirectories()).toHaveLength(1);
    await registry.retag(ref('digits'), 'other', 'v1');
    expect((await registry.resolve(ref('other:v1'))).version.files).toHaveLength(1);
  });

  it('bytes that are not the announced ones change nothing', async () => {
    const registry = fileModelRegistry(directory);
    const files = [source('model.json', 'one', 'other')];
    expect(await codeOf(registry.register({ name: 'digits', tag: 'latest', facts: FACTS, files }))).toBe(
      'artifact_corrupt',
    );
    expect(await registry.list()).toEqual([]);
    await register('one', 'latest', registry);
    expect(await registry.list()).toHaveLength(1);
  });

  it('what a killed process left is swept, and what it wrote down stays', async () => {
    await register('one');
    const [held = ''] = versionDirectories();
    mkdirSync(join(directory, 'f'.repeat(48)));
    writeFileSync(join(directory, 'f'.repeat(48), 'weights.bin'), 'half');
    writeFileSync(join(directory, '.draft.tmp'), '{');
    expect(await fileModelRegistry(directory).list()).toHaveLength(1);
    expect(versionDirectories()).toEqual([held]);
  });

  it('while its file is missing, versions stay for when it comes back', async () => {
    await register('one');
    const path = join(directory, 'registry.json');
    renameSync(path, `${path}.away`);
    expect(await fileModelRegistry(directory).list()).toEqual([]);
    renameSync(`${path}.away`, path);
    expect(await fileModelRegistry(directory).list()).toHaveLength(1);
    expect(versionDirectories()).toHaveLength(1);
  });

  it('a broken file is named and left as it is', async () => {
    await register('one');
    const path = join(directory, 'registry.json');
    const half = readFileSync(path, 'utf8').slice(0, 50);
    writeFileSync(path, half);
    const registry = fileModelRegistry(directory);
    const error = TrainError.from(await registry.list().catch((cause: unknown) => cause));
    expect([error.code, error.message]).toEqual([
      'artifact_corrupt',
      expect.stringContaining('registry.json'),
    ]);
    expect(await codeOf(register('two', 'latest', registry))).toBe('artifact_corrupt');
    expect([readFileSync(path, 'utf8'), versionDirectories()]).toEqual([half, [expect.any(String)]]);
  });
});
