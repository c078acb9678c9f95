import { describe, expect, it } from 'vitest';
import { fitNormalizer, normalize } from '../normalizer.js';
import { openDataset } from '../open.js';
import { evaluationPipeline } from '../pipeline.js';

const text = (value: string) => new TextEncoder().encode(value);
const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const open = (files: Readonly<Record<string, string>>, config: Record<string, unknown>) =>
  openDataset(
    { dataset: 'csv', source: 'mine', config: { label: 'kind', ...config }, augment: [] },
    { seed: 1, source: () => ({ read: (name) => Promise.resolve(text(files[name] ?? '')) }) },
  );

const TRAIN = 'a,b,kind\n1,10,p\n2,,q\n,30,p\n4,10,q\n100,50,p\n';
const both = (test: string, missing: string) =>
  open(
    { 'train.csv': TRAIN, 'test.csv': test },
    { files: { train: 'train.csv', test: 'test.csv' }, missing },
  );

it.each([
  ['mean', [26.75, 25]],
  ['median', [3, 20]],
  ['mostFrequent', [1, 10]],
] as const)('fills missing values with the %s of the training split', async (missing, expected) => {
  const dataset = await both('a,b,kind\n,,p\n', missing);
  expect([...dataset.read('test', ids(1)).x.data]).toEqual(expected);
  expect(dataset.info.fillings).toEqual(expected);
});

it.each([
  ['minMax', [(2 - 1) / 99, (20 - 10) / 40]],
  ['robust', [(2 - 3) / 2, 0]],
] as const)('scales by %s as the training split shows it', async (kind, expected) => {
  const dataset = await both('a,b,kind\n2,20,p\n', 'median');
  const fitted = fitNormalizer(dataset, kind);
  const row = Float32Array.of(2, 20);
  normalize(fitted, row);
  row.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 6));
  expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
});

describe.each(['standardize', 'minMax', 'robust'] as const)('%s', (kind) => {
  it.each(['mean', 'median', 'mostFrequent'] as const)(
    'and %s do not see rows that test: others there change nothing of what the model is trained on',
    async (missing) => {
      const one = await both('a,b,kind\n2,20,p\n', missing);
      const other = await both('a,b,kind\n1e6,-1e6,p\n1e6,-1e6,q\n,,q\n', missing);
      expect(fitNormalizer(other, kind)).toEqual(fitNormalizer(one, kind));
      expect(other.info.fillings).toEqual(one.info.fillings);
      const spec = { normalize: kind, augment: [] };
      expect(evaluationPipeline(other, spec)('train', ids(5))).toEqual(
        evaluationPipeline(one, spec)('train', ids(5)),
      );
    },
  );

  it('only shifts a feature that never changes', async () => {
    const dataset = await open({ 'a.csv': 'n,kind\n5,p\n5,q\n' }, { file: 'a.csv' });
    const row = Float32Array.of(7);
    normalize(fitNormalizer(dataset, kind), row);
    expect([...row]).toEqual([2]);
  });
});

it('refuses to sort the pixels of images', async () => {
  const images = await openDataset(
    { dataset: 'synthetic', config: { kind: 'shapes', size: 8, train: 4 }, augment: [] },
    { seed: 1, source: () => ({ read: () => Promise.reject(new Error('a generator read a file')) }) },
  );
  expect(() => fitNormalizer(images, 'robust')).toThrow(
    'data.normalize: robust sorts the values of each feature',
  );
  expect(fitNormalizer(images, 'minMax')).toMatchObject({
    mean: [expect.any(Number)],
    std: [expect.any(Number)],
  });
});

describe('a split by a column', () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `${i},2024-01-${String(12 - i).padStart(2, '0')},${i % 2 ? 'p' : 'q'}`,
  );
  const files = { 'a.csv': `n,day,kind\n${rows.join('\n')}\n` };
  it('takes it out of the features and trains on the past', async () => {
    const split = { kind: 'ordered', by: 'day', test: 0.25 };
    const dataset = await open(files, { file: 'a.csv', split });
    expect(dataset.info.columns).toEqual(['n']);
    expect([...dataset.read('test', ids(3)).x.data]).toEqual([0, 1, 2]);
  });

  it('is refused where there is no such column, or no table', async () => {
    const split = { kind: 'grouped', by: 'patient', test: 0.25 };
    await expect(open(files, { file: 'a.csv', split, ignore: ['day'] })).rejects.toThrow(
      'a.csv:1: there is no column "patient"',
    );
  });
});
