import { expect, it } from 'vitest';
import { validateDatasetConfig } from './open.js';
import { DATASETS } from './registry.js';

const spec = (dataset: string, config: Record<string, unknown> = {}, pixels?: number) => ({
  dataset,
  config,
  augment: pixels === undefined ? [] : [{ kind: 'shift' as const, pixels }],
});

it('knows each entry by its own name', () => {
  for (const [name, entry] of Object.entries(DATASETS)) expect(entry.name).toBe(name);
});

it('tells shapes and sizes without data', () => {
  expect(validateDatasetConfig(spec('digits', {}, 2))).toMatchObject({
    inputShape: [28, 28, 1],
    classes: 10,
  });
  expect(validateDatasetConfig(spec('synthetic', { kind: 'linear', features: 3 }))).toEqual({
    name: 'synthetic',
    sizes: { train: 1_000, validation: 200, test: 200 },
    inputShape: [3],
    labelShape: [1],
    labelDtype: 'float32',
  });
});

it.each([
  [spec('digit'), 'data.dataset', 'there is no data set "digit"; did you mean "digits"?'],
  [spec('imagenet'), 'data.dataset', 'known: digits, synthetic, csv'],
  [spec('constructor'), 'data.dataset', 'there is no data set "constructor"'],
  [spec('digits', { sise: 3 }), 'data.config', 'sise'],
  [spec('synthetic', {}), 'data.config.kind', "'blobs'"],
  [spec('synthetic', { kind: 'blobs', train: -1 }), 'data.config.train', '>=1'],
  [
    spec('synthetic', { kind: 'shapes', size: 256, train: 1_000_000 }),
    'data.config.train',
    'ask for fewer samples',
  ],
  [spec('synthetic', { kind: 'blobs' }, 2), 'data.augment.0', 'samples of shape [2]'],
])('refuses %j', (bad, path, text) => {
  const act = () => validateDatasetConfig(bad);
  expect(act).toThrow(expect.objectContaining({ code: 'invalid' }));
  expect(act).toThrow(`${path}: `);
  expect(act).toThrow(text);
});
