import { TrainError } from '@ringmaster/core';
import { type Dataset, openDataset } from '@ringmaster/data';
import { buildModel } from '@ringmaster/models';
import { mul, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { attentionMaps } from './attention-maps.js';
import { tokenPredictorOf } from './token-predictor.js';

const noFiles = () => ({ read: () => Promise.reject(new Error('a generator read a file')) });
const open = (config: Readonly<Record<string, unknown>>): Promise<Dataset> =>
  openDataset(
    { dataset: 'synthetic', config: { train: 4, validation: 1, test: 1, ...config }, augment: [] },
    {
      source: noFiles,
      seed: 7,
    },
  );
const size = { layers: 1, width: 8, heads: 2, dropout: 0 };
const built = (name: string, config: object, dataset: Dataset) =>
  buildModel(
    { model: { name, config: { ...config } }, loss: 'sparseCategoricalCrossentropy', training: { seed: 3 } },
    dataset.info,
  );
const int = (rows: readonly (readonly number[])[]) => tensor2d(rows as number[][], undefined, 'int32');

describeNative('next tokens', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('of a GPT are what the whole model says at the last place, whatever comes behind', async () => {
    const dataset = await open({ kind: 'grammar', words: 8, length: 6 });
    const model = await built('gpt', size, dataset);
    const predictor = tokenPredictorOf(model, { padding: 0 });
    expect([predictor.context, predictor.vocabulary, predictor.sourceLength]).toEqual([6, 9, undefined]);
    const rows = [
      [1, 2, 3, 7, 7, 7],
      [4, 5, 6, 8, 8, 8],
      [2, 2, 2, 1, 1, 1],
    ];
    const whole = tidy(() => (model.predict(int(rows)) as Tensor).arraySync() as number[][][]);
    const next = predictor.next(rows.map((row) => row.slice(0, 3)));
    next.forEach((logits, row) =>
      logits.forEach((value, token) => expect(value).toBeCloseTo(whole[row]?.[2]?.[token] ?? NaN, 5)),
    );
    // Longer prefixes lose their beginning.
    const [long] = predictor.next([[9, 9, 1, 2, 3, 4, 5, 6].map((token) => token % 9)]);
    const [cut] = predictor.next([[1, 2, 3, 4, 5, 6]]);
    expect(long).toEqual(cut);
    predictor.dispose();
  });

  it('are the same with keys and values kept, whatever beams go on, repeat or end, up to the context and beyond', async () => {
    const dataset = await open({ kind: 'grammar', words: 8, length: 12 });
    const model = await built('gpt', { ...size, layers: 2 }, dataset);
    const [kept, plain] = [true, false].map((cache) => tokenPredictorOf(model, { padding: 0, cache }));
    let prefixes: (readonly number[])[] = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    for (let step = 0; step < 13; step++) {
      const [a, b] = [kept!.next(prefixes), plain!.next(prefixes)];
      a.forEach((logits, row) =>
        logits.forEach((value, token) => expect(value).toBeCloseTo(b[row]?.[token] ?? NaN, 5)),
      );
      // As beam search: the second sequence ends, the first goes on twice.
      prefixes = [2, 0, 0].map((row, at) => [...(prefixes[row] ?? []), (step + at) % 9]);
    }
    // Of 13 calls the first computes its prompt, the last two are longer than the context.
    expect([kept!.increments, plain!.increments]).toEqual([10, 0]);
    const before = kept!.next([[1, 2]])[0]!;
    model.setWeights(model.getWeights().map((weight) => mul(weight, 1.5)));
    const after = kept!.next([[1, 2, 3]])[0]!;
    expect(after).not.toEqual(before);
    plain!.next([[1, 2, 3]])[0]!.forEach((value, token) => expect(after[token]).toBeCloseTo(value, 4));
    kept!.dispose();
    plain!.dispose();
  });

  it('of a translation look at the source', async () => {
    const dataset = await open({ kind: 'languagePair', words: 4, phrases: 1 });
    // As a warm trainer does for its second job of a kind: names of tensors are never used again.
    (await built('transformer', size, dataset)).dispose();
    const model = await built('transformer', size, dataset);
    const predictor = tokenPredictorOf(model, { padding: 0 });
    expect([predictor.context, predictor.sourceLength, predictor.vocabulary]).toEqual([4, 4, 11]);
    const inputs = [int([[3, 5, 2, 0]]), int([[1, 8, 9, 9]])];
    const byName = model.inputNames.map((name) => inputs[name === 'decoder' ? 1 : 0] as Tensor);
    const whole = (model.predict(byName) as Tensor).arraySync() as number[][][];
    const [logits] = predictor.next([[1, 8]], [3, 5, 2]);
    logits?.forEach((value, token) => expect(value).toBeCloseTo(whole[0]?.[1]?.[token] ?? NaN, 5));
    const [other] = predictor.next([[1, 8]], [4, 2]);
    expect(other).not.toEqual(logits);
    expect(() => predictor.next([[1]], [3, 3, 3, 3, 2])).toThrow(
      '5 tokens, but the model translates at most 4',
    );
    predictor.dispose();
  });

  it('come from attention that can be looked at: shares of what came before', async () => {
    const dataset = await open({ kind: 'grammar', words: 8, length: 6 });
    const model = await built('gpt', { ...size, layers: 2 }, dataset);
    const maps = attentionMaps(model, dataset.read('test', Uint32Array.of(0)), 1_000);
    expect(maps.map(({ shape }) => shape)).toEqual([
      [1, 2, 6, 6],
      [1, 2, 6, 6],
    ]);
    for (const { data } of maps)
      for (let row = 0; row < 12; row++) {
        const shares = Array.from(data.slice(row * 6, (row + 1) * 6));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
        expect(shares.slice((row % 6) + 1).every((share) => share === 0)).toBe(true);
      }
    expect(attentionMaps(model, dataset.read('test', Uint32Array.of(0)), 100)).toEqual([]);
    const none = await open({ kind: 'blobs' });
    expect(attentionMaps(await built('mlp', {}, none), none.read('test', Uint32Array.of(0)), 1_000)).toEqual(
      [],
    );
  });

  it('are refused of a model that gives one class', async () => {
    const dataset = await open({ kind: 'blobs' });
    const model = await built('mlp', {}, dataset);
    const error = (() => {
      try {
        tokenPredictorOf(model, { padding: 0 });
      } catch (caught) {
        return TrainError.from(caught);
      }
      return undefined;
    })();
    expect(error?.code).toBe('invalid');
    expect(error?.message).toContain('it does not put out logits of a token at each place');
  });
});
