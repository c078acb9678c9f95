import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedDatasets } from './seed-datasets.js';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'ringmaster-seed-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const seed = () => seedDatasets({ cacheDir: join(root, 'cache'), datasetsDir: join(root, 'home/datasets') });
const put = (file: string, text: string) => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};

it('copies what is missing, whole, and leaves what is there', async () => {
  put('cache/datasets/digits/images.idx', 'new');
  put('cache/datasets/other/a', 'x');
  put('home/datasets/digits/images.idx', 'cut in ha');
  await Promise.all([seed(), seed()]);
  expect(readFileSync(join(root, 'home/datasets/digits/images.idx'), 'utf8')).toBe('cut in ha');
  expect(readFileSync(join(root, 'home/datasets/other/a'), 'utf8')).toBe('x');
  expect(readdirSync(join(root, 'home/datasets')).sort()).toEqual(['digits', 'other']);
});

it('does nothing where nothing was set up', async () => {
  await seed();
  expect(readdirSync(join(root, 'home/datasets'))).toEqual([]);
});

it('says where it could not write, and what to do', async () => {
  put('cache/datasets/digits/images.idx', 'new');
  put('home', 'a file where a directory should be');
  await expect(seed()).rejects.toThrow(/to .*home\/datasets: .*--home/);
});
