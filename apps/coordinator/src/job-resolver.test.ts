import { TrainError } from '@ringmaster/core';
import { expect, it } from 'vitest';
import { resolveWithRegistries } from './job-resolver.js';

const document = {
  version: 1,
  kind: 'train',
  model: { name: 'mlp' },
  data: { dataset: 'synthetic', config: { kind: 'blobs' } },
  loss: 'sparseCategoricalCrossentropy',
};

it('what only the machine of a user knows is refused, naming the field', () => {
  expect(resolveWithRegistries(document)).toMatchObject({ model: { name: 'mlp' } });
  const cases = [
    ['model.initial.from', { model: { name: 'mlp', initial: { from: 'job-1' } } }],
    ['model.path', { model: { name: 'mlp', path: '/home/me/model.json' } }],
    ['model.initial.path', { model: { name: 'mlp', initial: { path: '/home/me/a.npz' } } }],
    ['data.path', { data: { dataset: 'csv', path: '/home/me', config: { file: 'a.csv', label: 'x' } } }],
  ] as const;
  for (const [path, change] of cases) {
    // Enough to ask where a job would run.
    expect(resolveWithRegistries({ ...document, ...change }, 'local')).toMatchObject(change);
    try {
      resolveWithRegistries({ ...document, ...change });
      expect.unreachable(path);
    } catch (error) {
      const { code, message } = TrainError.from(error);
      expect([code, message]).toEqual(['invalid', expect.stringContaining(`${path}: `)]);
    }
  }
});
