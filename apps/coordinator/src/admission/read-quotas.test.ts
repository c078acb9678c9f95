import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readQuotas } from './read-quotas.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-quotas-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const written = async (text: string) => {
  const path = join(root, 'some.yaml');
  await writeFile(path, text);
  return readQuotas(homeLayout(root), path);
};

it('is nothing without a file, and the file of the home where nobody names one', async () => {
  expect(await readQuotas(homeLayout(root), undefined)).toEqual({});
  await writeFile(join(root, 'quotas.yaml'), 'owners:\n  ann: { slots: 2 }\n');
  expect(await readQuotas(homeLayout(root), undefined)).toEqual({ owners: { ann: { slots: 2 } } });
  await expect(readQuotas(homeLayout(root), join(root, 'none.yaml'))).rejects.toMatchObject({
    code: 'not_found',
  });
});

it.each([
  ['owners: { ann: { slot: 2 } }', 'owners.ann'],
  ['owners: { ann: { slots: -1 } }', 'owners.ann.slots'],
  ['projects: { "Not a label": { slots: 1 } }', 'projects'],
  ['owner: {}', 'the file'],
  ['- 1', 'the file'],
  ['owners: [', 'no YAML'],
])('names what is wrong: %s', async (text, where) => {
  await expect(written(text)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(where),
  });
});

it('takes an empty file, and names for everybody else', async () => {
  expect(await written('')).toEqual({});
  expect(await written('projects: { "*": { jobs: 1 } }')).toEqual({ projects: { '*': { jobs: 1 } } });
});
