import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { readPredictRequest } from './predict-request.js';

const read = (text: string, shape: readonly number[] = [2]) =>
  readPredictRequest(text, { parts: [{ name: 'input', shape, dtype: 'float32' }], maxSamples: 3 });

describe('a request for predictions', () => {
  it.each<[string, readonly number[], number, readonly number[]]>([
    ['{"inputs":[1,2]}', [2], 1, [1, 2]],
    ['{"inputs":[[1,2],[3,4]]}', [2], 2, [1, 2, 3, 4]],
    ['{"inputs":[[[1],[2]]]}', [1, 2, 1], 1, [1, 2]],
    ['{"inputs":[[[[1],[2]]],[[[3],[0.5]]]]}', [1, 2, 1], 2, [1, 2, 3, 0.5]],
  ])('%s', (text, shape, count, values) => {
    const { count: found, x } = read(text, shape);
    expect([found, [...x]]).toEqual([count, values]);
  });

  it.each([
    ['', 'the body is not JSON'],
    ['[1,2]', 'must be an object with "inputs"'],
    ['null', 'must be an object with "inputs"'],
    ['{"input":[1,2]}', 'must be an object with "inputs"'],
    ['{"inputs":[1,2],"__proto__":{"x":1}}', '"__proto__": unknown field'],
    ['{"__proto__":{"inputs":[1,2]}}', 'must be an object with "inputs"'],
    ['{"inputs":[1,NaN]}', 'the body is not JSON'],
    ['{"inputs":[1,1e39]}', 'inputs[1]: 1e+39 is not a number that float32 can hold'],
    ['{"inputs":[[1,2],[3,1e999]]}', 'inputs[1][1]: Infinity is not a number that float32 can hold'],
    ['{"inputs":[[1,2],[3,"4"]]}', 'inputs[1][1]: a string, expected a number'],
    ['{"inputs":[[1,2],[3,null]]}', 'inputs[1][1]: null, expected a number'],
    ['{"inputs":[[1,2],[3]]}', 'inputs[1]: a list of 1, expected a list of 2'],
    ['{"inputs":[[1,2],3]}', 'inputs[1]: a number, expected a list of 2'],
    ['{"inputs":[]}', 'inputs: an empty list holds no sample'],
    ['{"inputs":[[1,2],{"x":1}]}', 'inputs[1]: an object, but the features of this model have no names'],
    ['{"inputs":7}', 'inputs: not a list, expected a sample of shape [2]'],
    ['{"inputs":[[[1,2]]]}', 'inputs: lists nested 3 deep'],
    [`{"inputs":${'['.repeat(50)}${']'.repeat(50)}}`, 'nested deeper than 16 levels'],
    ['{"inputs":[[1,2],[1,2],[1,2],[1,2]]}', '4 samples in one request, at most 3'],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(TrainError);
    expect(() => read(text)).toThrow(message);
  });

  describe('of a table', () => {
    const table = {
      ...{ columns: ['port=C', 'port=S', 'n'], ignore: [], delimiter: ',', missingMarks: [''] },
      encodings: [
        {
          ...{ column: 'port', words: ['C', 'S'] },
          ...({ kind: 'oneHot', unknown: 'error', missing: 'refuse' } as const),
        },
      ],
    };
    const named = (text: string) =>
      readPredictRequest(text, {
        parts: [{ name: 'input', shape: [3], dtype: 'float32' }],
        maxSamples: 2,
        table,
      });

    it('may name the features, with words for words', () => {
      expect(named('{"inputs":{"port":"S","n":4}}')).toEqual({ count: 1, x: Float32Array.of(0, 1, 4) });
      expect(named('{"inputs":[{"n":1,"port":"C"},{"n":2,"port":"S"}]}').x).toEqual(
        Float32Array.of(1, 0, 1, 0, 1, 2),
      );
      expect(named('{"inputs":[[0,1,4]]}').x).toEqual(Float32Array.of(0, 1, 4));
    });

    it.each([
      [
        '{"inputs":[{"port":"S","n":1},{"port":"X","n":2}]}',
        'inputs[1].port: "X" in column "port" is no word',
      ],
      ['{"inputs":{"port":"S"}}', 'inputs[0].n: "n" is missing'],
      ['{"inputs":{"port":["S"],"n":1}}', 'inputs[0].port: is no word'],
      ['{"inputs":{"port":"S","n":[1]}}', 'inputs[0].n: a list of 1 in column "n" is not a number'],
      ['{"inputs":[[0,1,4],{"n":1}]}', 'inputs[1]: an object among lists'],
      ['{"inputs":[["S",1]]}', 'a list of 2, expected a list of 3, or an object with the features by name'],
      ['{"inputs":[]}', 'inputs: an empty list holds no sample'],
      ['{"inputs":[{},{},{}]}', '3 samples in one request, at most 2'],
    ])('refuses %s', (text, message) => {
      expect(() => named(text)).toThrow(message);
    });
  });
});

describe('a model with several inputs', () => {
  const parts = [
    { name: 'input', shape: [2], dtype: 'int32', below: 5 },
    { name: 'known', shape: [1, 2], dtype: 'float32' },
  ] as const;
  const readAll = (inputs: unknown) =>
    readPredictRequest(JSON.stringify({ inputs }), { parts, maxSamples: 3 });
  const sample = { known: [[0.5, 1]], input: [3, 4] };

  it('takes objects, whatever the order of their keys', () => {
    expect([...readAll(sample).x]).toEqual([3, 4, 0.5, 1]);
    expect(readAll([sample, { input: [0, 1], known: [[2, 3]] }])).toEqual({
      count: 2,
      x: Float32Array.of(3, 4, 0.5, 1, 0, 1, 2, 3),
    });
  });

  it.each<[unknown, string]>([
    [[1, 2], 'inputs[0]: a number, expected an object with input, known'],
    [{ input: [1, 2] }, 'inputs: known is missing: expected an object with input, known'],
    [[{ ...sample, more: 1 }], 'inputs[0]: "more" is no input of the model'],
    [[sample, { ...sample, known: [[1, 'x']] }], 'inputs[1].known[0][1]: a string, expected a number'],
    [[sample, { ...sample, input: [1, 5] }], 'inputs[1].input[1]: 5 is no whole number from 0 to 4'],
    [{ ...sample, input: [1, 0.5] }, 'inputs.input[1]: 0.5 is no whole number from 0 to 4'],
  ])('%j', (inputs, message) => {
    expect(() => readAll(inputs)).toThrow(message);
  });
});
