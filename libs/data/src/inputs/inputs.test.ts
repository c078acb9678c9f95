import type { InputFormat } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { deflated, gzipped, npyFile, zipFile } from '../arrays/samples-for-tests.js';
import { DEFAULT_MISSING_MARKS, fillingOf, type InputSpec } from './input-samples.js';
import { inputFormatOf, readInputs } from './read-inputs.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const TABLE: InputSpec = {
  shape: [2],
  columns: ['a', 'b'],
  ignore: ['label'],
  delimiter: ',',
  missingMarks: DEFAULT_MISSING_MARKS,
};
const { columns: _, ...UNNAMED } = TABLE;
/** A list whose filling never stands in for what is no list. */
const LIST: InputSpec = { ...TABLE, columns: ['v[0]', 'v[1]'], filling: () => 9 };
const FILLED: InputSpec = { ...TABLE, filling: (feature) => 10 + feature };
const IMAGE: InputSpec = { ...UNNAMED, shape: [1, 2, 1] };

const read = async (
  name: string,
  content: Uint8Array | string,
  spec: InputSpec = TABLE,
  format?: InputFormat,
) => {
  const file = { name, bytes: typeof content === 'string' ? bytes(content) : content, format };
  const { count, x } = await readInputs(file, spec);
  return [count, ...x];
};
const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102);
const floats = npyFile('<f8', [2, 2], Float64Array.of(1, 2, 3, 4));
const images = npyFile('|u1', [2, 1, 2], Uint8Array.of(0, 255, 51, 102));
const scaled = [2, 0, 1, Math.fround(51 / 255), Math.fround(102 / 255)];

describe('texts for a model of texts', () => {
  const text = {
    tokenizer: { kind: 'word', lowercase: true, words: ['good', 'bad'] },
    column: 'review',
  } as const;
  const spec = {
    shape: [4],
    ignore: [],
    delimiter: ',',
    missingMarks: [],
    text: { ...text, tokenizer: { ...text.tokenizer, words: [...text.tokenizer.words] } },
  };
  const read = (name: string, content: string) =>
    readInputs({ name, bytes: new TextEncoder().encode(content), format: undefined }, spec);
  const rows = { count: 2, x: Float32Array.of(2, 5, 3, 0, 2, 6, 5, 3) };

  it('are lines, a column, or JSON lines', async () => {
    expect(await read('a.txt', 'good\nbad good bad\n')).toEqual(rows);
    expect(await read('a.csv', 'id,review\n1,good\n2,"bad good, bad"\n')).toEqual({
      ...rows,
      x: Float32Array.of(2, 5, 3, 0, 2, 6, 5, 3),
    });
    expect(await read('a.jsonl', '"good"\n{"id":1,"review":"bad good bad"}\n')).toEqual(rows);
  });

  it('name the place of what is none', async () => {
    await expect(read('a.txt', 'good\n\nbad')).rejects.toThrow('a.txt:2: the text is empty');
    await expect(read('a.csv', 'id\n1\n')).rejects.toThrow('a.csv:1: there is no column "review"');
    await expect(read('a.jsonl', '"good"\n7\n')).rejects.toThrow('a.jsonl:2: must be a text, or an object');
    await expect(
      readInputs(
        { name: 'a.txt', bytes: new Uint8Array(), format: undefined },
        { shape: [4], ignore: [], delimiter: ',', missingMarks: [] },
      ),
    ).rejects.toThrow('was not trained on texts');
  });
});

describe('samples without labels', () => {
  it.each<[string, string, InputSpec, readonly number[]]>([
    ['x.csv', 'b,a\n1,2\n3,4\n', TABLE, [2, 2, 1, 4, 3]],
    ['x.csv', 'label,a,other,b\nx,1,zz,2\n', TABLE, [1, 1, 2]],
    ['x.csv', 'p,label,q\n1,x,2\n', UNNAMED, [1, 1, 2]],
    ['x.csv', 'a,b\n?,2\n3,\n', FILLED, [2, 10, 2, 3, 11]],
    ['x.jsonl', '{"b":1,"a":2}\n[3,4]\n', TABLE, [2, 2, 1, 3, 4]],
    ['x.jsonl', '{"a":null}', FILLED, [1, 10, 11]],
    ['x.jsonl', '{"v":[1,2],"label":"x"}', UNNAMED, [1, 1, 2]],
    ['x.jsonl', '{"v":[1,2]}', LIST, [1, 1, 2]],
    ['x.json', '[[1,2],[3,4]]', TABLE, [2, 1, 2, 3, 4]],
    ['x.json', '{"inputs":[[1,2]]}', TABLE, [1, 1, 2]],
    ['x.json', '[1,2]', TABLE, [1, 1, 2]],
    ['x.json', '[{"b":1,"a":2},[3,4]]', TABLE, [2, 2, 1, 3, 4]],
    ['x.json', '{"b":1}', FILLED, [1, 10, 1]],
    ['x.json', '[[[[1],[2]]]]', IMAGE, [1, 1, 2]],
  ])('%s %j', async (name, text, spec, expected) => {
    expect(await read(name, text, spec)).toEqual(expected);
  });

  it('NumPy and IDX files; bytes stand for value ÷ 255, one channel may be left out', async () => {
    expect(await read('x.npy', floats)).toEqual([2, 1, 2, 3, 4]);
    expect(await read('x.npy', images, IMAGE)).toEqual(scaled);
    expect(await read('t10k-images-idx3-ubyte', idx, IMAGE)).toEqual(scaled);
    expect(await read('x.npz', zipFile([{ name: 'x.npy', bytes: floats }]))).toEqual([2, 1, 2, 3, 4]);
    const packed = { name: 'only.npy', bytes: images, deflated: await deflated(images) };
    expect(await read('x.npz', zipFile([packed]), IMAGE)).toEqual(scaled);
    expect(await read('x.csv.gz', await gzipped(bytes('a,b\n1,2\n')))).toEqual([1, 1, 2]);
    expect(await read('anything', '[1,2]', TABLE, 'json')).toEqual([1, 1, 2]);
  });

  it.each<[string, string | Uint8Array, InputSpec, string]>([
    ['x.csv', '', TABLE, 'x.csv: is empty'],
    ['x.csv', 'a,b\n', TABLE, 'x.csv: holds no samples'],
    ['x.csv', 'a,c\n1,2\n', TABLE, 'x.csv:1: there is no column "b", which the model needs'],
    ['x.csv', 'a,bb\n1,2\n', { ...TABLE, columns: ['a', 'bbb'] }, 'is it "bb"?'],
    ['x.csv', 'a,b\n1,2\n3\n', TABLE, 'x.csv:3: 1 field, but the first line names 2 columns'],
    ['x.csv', 'a,b\n1,2\n3,"x"\n', TABLE, 'x.csv:3:3: "x" in column "b" is not a number'],
    ['x.csv', 'a,b\n1,1e39\n', TABLE, 'x.csv:2:3: "1e39" in column "b" is not a number'],
    ['x.csv', 'a,b\n1,\n', TABLE, 'x.csv:2:3: the value of column "b" is missing'],
    ['x.csv', 'a,b,c\n1,2,3\n', UNNAMED, 'x.csv:1: 3 columns of features'],
    ['x.csv', 'a,b\n"1,2\n', TABLE, 'x.csv:2:1: this quote is never closed'],
    ['x.csv', Uint8Array.of(97, 44, 98, 10, 0xff), TABLE, 'x.csv: byte 4: not UTF-8 text'],
    ['x.jsonl', '', TABLE, 'x.jsonl: is empty'],
    ['x.jsonl', '[1,2]\n[1,', TABLE, 'x.jsonl:2:4: not JSON from here on'],
    ['x.jsonl', '[1,2]\n\n[1,2]', TABLE, 'x.jsonl:2:1: a blank line'],
    ['x.jsonl', '[1,2]\n7', TABLE, 'x.jsonl:2:1: must be a list of numbers, or an object'],
    ['x.jsonl', '[1,[2]]', TABLE, 'x.jsonl:1:1, at [1]: a list of 1, expected a number'],
    ['x.jsonl', '{"a":1,"b":"2"}', TABLE, 'x.jsonl:1:8: "2" in column "b" is not a number'],
    ['x.jsonl', '{"a":[1],"b":2}', FILLED, 'x.jsonl:1:2: a list of 1 in column "a" is not a number'],
    ['x.jsonl', '{"a":[],"b":[1,2]}', TABLE, 'x.jsonl:1:2: a list of 0 in column "a" is not a number'],
    ['x.jsonl', '{"v":[1]}', LIST, 'x.jsonl:1:2: "v" is a list of 1, expected a list of at least 2 numbers'],
    ['x.jsonl', '{"v":7}', LIST, 'x.jsonl:1:2: "v" is a number, expected a list of at least 1 numbers'],
    ['x.json', '[{"a":1,"b":2},{"a":1,"b":"big"}]', TABLE, 'x.json: sample 1, at .b: "big" in column "b"'],
    ['x.jsonl', '{"a":1}', TABLE, '"b" is missing'],
    ['x.jsonl', '{"v":[1,2,3]}', UNNAMED, '3 values of features, but the model takes 2'],
    ['x.json', '[[1,2],\n[3,x]]', TABLE, 'x.json:2:4: not JSON from here on'],
    ['x.json', '[[1,2],[3]]', TABLE, 'x.json: sample 1: a list of 1, expected a list of 2'],
    ['x.json', '{"input":1}', TABLE, 'x.json: sample 0, at .a: "a" is missing'],
    ['x.json', '{"input":1}', UNNAMED, 'x.json: must be a list of samples'],
    ['x.json', '[]', TABLE, 'expected a list of 2'],
    ['x.json', `${'['.repeat(40)}${']'.repeat(40)}`, TABLE, 'nested deeper than 16 levels'],
    ['x.npy', floats.slice(0, -1), TABLE, 'x.npy: ends at byte 159'],
    ['x.npy', images, TABLE, 'x.npy: has the shape (2, 1, 2), but the model takes (n, 2)'],
    ['x.npy', npyFile('<f4', [1, 2], Float32Array.of(1, NaN)), TABLE, 'x.npy: value 1: is NaN'],
    ['x.npy', npyFile('<f4', [0, 2], new Float32Array()), TABLE, 'x.npy: holds no samples'],
    [
      'x.npz',
      zipFile([
        { name: 'u.npy', bytes: floats },
        { name: 'v.npy', bytes: floats },
      ]),
      TABLE,
      '"u", "v"',
    ],
    ['x.idx', idx.slice(0, -1), IMAGE, 'x.idx: ends at byte 19, expected 20'],
    ['x.idx', idx, TABLE, 'x.idx: has the shape (2, 1, 2)'],
    ['x.csv', Uint8Array.of(0x1f, 0x8b, 8, 0), TABLE, 'inside its gzip stream'],
    ['x.bin', '[1,2]', TABLE, 'the name x.bin does not tell its format'],
  ])('%s %j is refused', async (name, content, spec, message) => {
    const error = TrainError.from(await read(name, content, spec).catch((cause: unknown) => cause));
    expect(error.message).toContain(message);
    expect(error.code).toBe(name === 'x.bin' ? 'invalid' : 'data_corrupt');
  });

  it('tells a format by the name', () => {
    const names = ['a.CSV', 'a.csv.gz', 'a.ndjson', 'a.npz', 'train-images-idx3-ubyte.gz', 'csv', 'a.dat'];
    expect(names.map(inputFormatOf)).toEqual(['csv', 'csv', 'jsonl', 'npz', 'idx', 'csv', undefined]);
  });

  it('fills missing values in as training did', () => {
    const normalizer = { kind: 'standardize', mean: [3, 4], std: [1, 1] } as const;
    expect(fillingOf({ missing: 'mean', normalize: 'standardize', normalizer })?.(1)).toBe(4);
    expect(fillingOf({ missing: 7, normalizer: { kind: 'none' } })?.(1)).toBe(7);
    expect(fillingOf({ missing: 'mean', normalizer: { kind: 'none' } })).toBeUndefined();
    expect(fillingOf({ missing: 'refuse', normalize: 'standardize', normalizer })).toBeUndefined();
  });
});

describe('samples of several inputs, and tokens', () => {
  const spec: InputSpec = {
    ...UNNAMED,
    shape: [2],
    parts: [
      { name: 'input', shape: [2], dtype: 'int32', below: 4 },
      { name: 'known', shape: [1], dtype: 'float32' },
    ],
  };
  const rows = [2, 1, 2, 0.5, 3, 0, 1.5];

  it('are objects of JSON, lines of them, or arrays by name', async () => {
    const samples = '{"input":[1,2],"known":[0.5]},{"known":[1.5],"input":[3,0]}';
    expect(await read('x.json', `[${samples}]`, spec)).toEqual(rows);
    expect(await read('x.jsonl', samples.replace('},{', '}\n{'), spec)).toEqual(rows);
    expect(await read('x.json', '{"input":[1,2],"known":[0.5]}', spec)).toEqual([1, 1, 2, 0.5]);
    const archive = zipFile([
      { name: 'input.npy', bytes: npyFile('<i4', [2, 2], Int32Array.of(1, 2, 3, 0)) },
      { name: 'known.npy', bytes: npyFile('<f8', [2, 1], Float64Array.of(0.5, 1.5)) },
    ]);
    expect(await read('x.npz', archive, spec)).toEqual(rows);
  });

  it('are refused by place', async () => {
    await expect(read('x.csv', 'a\n1\n', spec)).rejects.toThrow(
      'has the inputs input, known: give json, jsonl, npz',
    );
    await expect(read('x.jsonl', '{"input":[1,2]}', spec)).rejects.toThrow('x.jsonl:1:1: known is missing');
    await expect(read('x.json', '[{"input":[1,4],"known":[1]}]', spec)).rejects.toThrow(
      'x.json: sample 0, at .input[1]: 4 is no whole number from 0 to 3',
    );
  });
});
