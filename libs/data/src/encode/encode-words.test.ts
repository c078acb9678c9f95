import { describe, expect, it } from 'vitest';
import { openDataset } from '../open.js';
import { readInputs } from '../inputs/read-inputs.js';

const ids = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const bytes = (text: string) => new TextEncoder().encode(text);
const open = (files: Readonly<Record<string, string>>, config: Record<string, unknown>, dataset = 'csv') =>
  openDataset(
    { dataset, source: 'mine', config: { label: 'kind', ...config }, augment: [] },
    { seed: 1, source: () => ({ read: (name) => Promise.resolve(bytes(files[name] ?? '')) }) },
  );

const TRAIN = 'port,n,kind\nS,1,p\nC,2,q\nS,3,p\n,4,q\n';
const both = (test: string, port: object) =>
  open(
    { 'train.csv': TRAIN, 'test.csv': `port,n,kind\n${test}` },
    { files: { train: 'train.csv', test: 'test.csv' }, encode: { port } },
  );
const rows = async (
  dataset: Promise<Awaited<ReturnType<typeof open>>>,
  split: 'train' | 'test',
  n: number,
) => [...(await dataset).read(split, ids(n)).x.data];

describe('columns of words', () => {
  it.each([
    ['oneHot', 'mostFrequent', [0, 1, 1, 1, 0, 2, 0, 1, 3, 0, 1, 4], ['port=C', 'port=S', 'n']],
    [
      'oneHot',
      'other',
      [0, 1, 0, 1, 1, 0, 0, 2, 0, 1, 0, 3, 0, 0, 1, 4],
      ['port=C', 'port=S', 'port (other)', 'n'],
    ],
    ['ordinal', 'mostFrequent', [1, 1, 0, 2, 1, 3, 1, 4], ['port', 'n']],
    ['ordinal', 'other', [1, 1, 0, 2, 1, 3, 2, 4], ['port', 'n']],
  ] as const)('%s, missing %s', async (kind, missing, expected, columns) => {
    const dataset = both('C,9,p\n', { kind, missing });
    expect(await rows(dataset, 'train', 4)).toEqual(expected);
    expect((await dataset).info.columns).toEqual(columns);
    expect((await dataset).info.inputShape).toEqual([columns.length]);
  });

  it('are numbered in the order that the document gives', async () => {
    const words = ['S', 'Q', 'C'];
    const dataset = both('Q,9,p\n', { kind: 'ordinal', missing: 'mostFrequent', words });
    expect(await rows(dataset, 'train', 4)).toEqual([0, 1, 2, 2, 0, 3, 0, 4]);
    expect(await rows(dataset, 'test', 1)).toEqual([1, 9]);
  });

  it('get a place of their own where the training split has not shown them', async () => {
    const dataset = both('Q,9,p\n,8,q\n', { kind: 'oneHot', unknown: 'other', missing: 'mostFrequent' });
    expect(await rows(dataset, 'test', 2)).toEqual([0, 0, 1, 9, 0, 1, 0, 8]);
  });

  it('know no word that only tests: others there change nothing of what is trained on', async () => {
    const port = { kind: 'oneHot', unknown: 'other', missing: 'mostFrequent' };
    const [one, other] = [both('S,9,p\n', port), both('X,9,p\nY,9,p\nX,9,q\n', port)];
    expect((await other).info.encodings).toEqual((await one).info.encodings);
    expect(await rows(other, 'train', 4)).toEqual(await rows(one, 'train', 4));
  });

  it('of several files share their numbers', async () => {
    const files = { 'a.csv': 'w,kind\nb,p\na,q\n', 'b.csv': 'w,kind\nc,p\nb,q\n' };
    const dataset = open(files, { file: ['a.csv', 'b.csv'], encode: { w: { kind: 'ordinal' } } });
    expect(await rows(dataset, 'train', 4)).toEqual([1, 0, 2, 1]);
  });

  it('come from JSON lines too: texts, numbers, true and false', async () => {
    const file = '{"w":"b","v":1,"kind":"p"}\n{"w":true,"v":2,"kind":"q"}\n{"w":7,"v":3,"kind":"p"}\n';
    const dataset = open(
      { 'a.jsonl': file },
      { file: 'a.jsonl', encode: { w: { kind: 'ordinal' } } },
      'jsonl',
    );
    expect((await dataset).info.encodings?.[0]?.words).toEqual(['7', 'b', 'true']);
    expect(await rows(dataset, 'train', 3)).toEqual([1, 1, 2, 2, 0, 3]);
  });

  it.each([
    [
      'an unknown word',
      'Q,9,p\n',
      { kind: 'oneHot', missing: 'other' },
      'test.csv:2: "Q" in column "port" is no word',
    ],
    [
      'a missing word',
      'S,9,p\n',
      { kind: 'oneHot' },
      'train.csv:5:1: the value of column "port" is missing; say missing: mostFrequent',
    ],
  ])('refuse %s', async (_what, test, port, message) => {
    await expect(both(test, port)).rejects.toMatchObject({
      code: 'data_corrupt',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    [
      'a column that is no feature',
      { kind: { kind: 'oneHot' } },
      'data.config.encode names "kind", which is no feature',
    ],
    ['no column', { nothing: { kind: 'oneHot' } }, 'data.config.encode names "nothing", which is no feature'],
  ])('refuse %s', async (_what, encode, message) => {
    await expect(open({ 'a.csv': TRAIN }, { file: 'a.csv', encode })).rejects.toThrow(message);
  });

  it('refuse a word list that names a word twice, by its path', async () => {
    const encode = { port: { kind: 'ordinal', words: ['S', 'S'] } };
    await expect(open({ 'a.csv': TRAIN }, { file: 'a.csv', encode })).rejects.toThrow(
      'data.config.encode.port.words: names a word twice',
    );
  });
});

describe('what a trained model reads', () => {
  it.each(['oneHot', 'ordinal'] as const)('%s, by column or by key, as in training', async (kind) => {
    const { info } = await both('C,9,p\n', { kind, unknown: 'other', missing: 'mostFrequent' });
    const spec = {
      ...{ shape: info.inputShape, columns: info.columns ?? [], encodings: info.encodings ?? [] },
      ...{ ignore: ['kind'], delimiter: ',', missingMarks: [''] },
    };
    const read = async (name: string, text: string) => [
      ...(await readInputs({ name, bytes: bytes(text), format: undefined }, spec)).x,
    ];
    const expected = kind === 'oneHot' ? [1, 0, 0, 5, 0, 0, 1, 6, 0, 1, 0, 7] : [0, 5, 2, 6, 1, 7];
    expect(await read('a.csv', 'n,port\n5,C\n6,Q\n7,\n')).toEqual(expected);
    expect(await read('a.jsonl', '{"n":5,"port":"C"}\n{"n":6,"port":"Q"}\n{"n":7}\n')).toEqual(expected);
  });

  it('refuses an unknown word where training did, with its place', async () => {
    const { info } = await both('C,9,p\n', { kind: 'oneHot', missing: 'mostFrequent' });
    const spec = {
      ...{ shape: info.inputShape, columns: info.columns ?? [], encodings: info.encodings ?? [] },
      ...{ ignore: ['kind'], delimiter: ',', missingMarks: [''] },
    };
    const file = { name: 'a.csv', bytes: bytes('n,port\n5,C\n6,Q\n'), format: undefined };
    await expect(readInputs(file, spec)).rejects.toThrow('a.csv:3:3: "Q" in column "port" is no word');
  });
});
