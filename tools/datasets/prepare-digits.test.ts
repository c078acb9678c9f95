import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluationPipeline, fitNormalizer, openDataset } from '@ringmaster/data';
import { pixelByte, prepareDigits } from './prepare-digits.mjs';

const directory = mkdtempSync(join(tmpdir(), 'ringmaster-digits-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const open = () =>
  openDataset(
    { dataset: 'digits', config: {}, augment: [] },
    {
      source: (name: string) => ({
        read: (file: string) => Promise.resolve(new Uint8Array(readFileSync(join(directory, name, file)))),
      }),
      seed: 0,
    },
  );
const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

prepareDigits(directory);

describe('prepare-digits', () => {
  it('makes the same files everywhere', () => {
    const manifest = JSON.parse(readFileSync(join(directory, 'digits/dataset.json'), 'utf8'));
    expect(manifest.hash).toBe('51cfd8d93c3ba3960db30931682f9445b35b335cb0e3f405b856b3fec84cd06f');
    expect(readdirSync(directory)).toEqual(['digits']);
    expect(readdirSync(join(directory, 'digits')).sort()).toEqual([
      'dataset.json',
      'images.idx',
      'labels.idx',
    ]);
  });

  it('keeps every digit of the package, and a fair share of each class in each split', async () => {
    const dataset = await open();
    const counts = (['train', 'validation', 'test'] as const).map((split) => {
      const size = dataset.info.sizes[split];
      const { y } = dataset.read(split, all(size));
      const perClass = Array.from({ length: 10 }, (_, digit) => y.data.filter((v) => v === digit).length);
      for (const count of perClass) expect(count / size).toBeGreaterThan(0.07);
      return perClass;
    });
    const total = Array.from({ length: 10 }, (_, digit) =>
      counts.reduce((sum, c) => sum + (c[digit] ?? 0), 0),
    );
    expect(total).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
  });

  it('has images of ink on black that standardise', async () => {
    const dataset = await open();
    const fitted = fitNormalizer(dataset, 'standardize');
    // MNIST as a whole has mean 0.1307 and deviation 0.3081.
    expect(fitted).toMatchObject({ mean: [expect.closeTo(0.131, 2)], std: [expect.closeTo(0.308, 2)] });
    const spec = { normalize: 'none' as const, augment: [] };
    const { x } = evaluationPipeline(dataset, spec)('train', all(100));
    for (let n = 0; n < 100; n++) {
      expect(x.data[n * 784]).toBe(0);
      expect(Math.max(...x.data.subarray(n * 784, (n + 1) * 784))).toBeGreaterThan(0.9);
    }
  });

  it('leaves an intact copy alone and replaces a damaged one', async () => {
    const images = join(directory, 'digits/images.idx');
    const before = statSync(images);
    expect(prepareDigits(directory).changed).toBe(false);
    expect(statSync(images).ino).toBe(before.ino);
    const whole = join(directory, 'whole.idx');
    copyFileSync(images, whole);
    truncateSync(images, before.size / 2);
    await expect(open()).rejects.toThrow('digits/images.idx: ends at byte 3920008, expected 7840016');
    expect(prepareDigits(directory).changed).toBe(true);
    expect(readFileSync(images).equals(readFileSync(whole))).toBe(true);
    rmSync(whole);
  });

  it('runs as a command', () => {
    const script = fileURLToPath(new URL('prepare-digits.mjs', import.meta.url));
    execFileSync(process.execPath, [script, directory], { stdio: 'pipe' });
    expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).toThrow('usage: node');
  });
});

it.each([
  [0, 0],
  [0.004, 1],
  [0.2, 51],
  [0.992, 253],
  [1, 255],
])('takes %d for byte %i', (value, byte) => {
  expect(pixelByte(value, 'here')).toBe(byte);
});

it.each([0.001, 0.0039, -0.004, 1.004, NaN])('refuses %d', (value) => {
  expect(() => pixelByte(value, '3.json, value 5')).toThrow('3.json, value 5');
});
