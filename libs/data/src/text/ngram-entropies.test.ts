import { describe, expect, it } from 'vitest';
import { memoryDataset } from '../memory-dataset.js';
import { ngramEntropies } from './ngram-entropies.js';

const text = (tokens: readonly number[]) =>
  memoryDataset(
    {
      name: 'text',
      hash: '',
      sizes: { train: 0, validation: 0, test: 1 },
      inputShape: [tokens.length - 1],
      inputDtype: 'int32',
      labelShape: [tokens.length - 1],
      labelDtype: 'int32',
      classes: 4,
    },
    { x: Int32Array.from(tokens.slice(0, -1)), y: Int32Array.from(tokens.slice(1)) },
  );

describe('entropies of a text', () => {
  it('are those of its tokens and of its pairs', () => {
    // Labels 1 2 1 2 1 3 1 3: half of them 1, a quarter each 2 and 3. After a 1 there is one of two; then always a 1.
    const found = ngramEntropies(text([3, 1, 2, 1, 2, 1, 3, 1, 3]), 'test');
    expect(found?.unigramEntropy).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(4), 10);
    expect(found?.bigramEntropy).toBeCloseTo(0.5 * Math.log(2), 10);
  });

  it('do not count padding', () => {
    const found = ngramEntropies(text([1, 2, 1, 2, 0, 0, 0]), 'test', 0);
    expect(found?.bigramEntropy).toBe(0);
    expect(ngramEntropies(text([1, 0, 0]), 'test', 0)).toBeUndefined();
  });
});
