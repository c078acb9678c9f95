import { expect, it } from 'vitest';
import { readJsonl } from './read-jsonl.js';
import type { RowOptions } from './table-rows.js';

const options: RowOptions = { label: 'y', labelKind: 'category', ignore: [], missing: 'refuse' };
const read = (text: string, extra: Partial<RowOptions> = {}) =>
  readJsonl('t.jsonl', new TextEncoder().encode(text), { ...options, ...extra });

it('reads numbers, lists and words', () => {
  const table = read('{"a":1,"v":[2,3],"y":"p"}\n{"y":true,"v":[5,6.5],"a":4}\n\n');
  expect(table.columns).toEqual(['a', 'v[0]', 'v[1]']);
  expect([...table.x]).toEqual([1, 2, 3, 4, 5, 6.5]);
  expect(table.labels).toEqual({ kind: 'category', values: ['p', 'true'] });
  expect(table.labelAt(1)).toBe('t.jsonl:2:2');
});

it('reads what is missing as NaN when it is to be filled', () => {
  expect([...read('{"a":null,"b":1,"y":1}\n{"b":2,"y":0}', { missing: 0 }).x]).toEqual([NaN, 1, NaN, 2]);
});

it.each<[string, string, string, Partial<RowOptions>?]>([
  ['an empty file', '\n\n', 't.jsonl: is empty: it must hold one JSON object a line'],
  ['a last line cut in its middle', '{"a":1,"y":0}\n{"a":1,"y', 't.jsonl:2:8: not JSON from here on'],
  ['what is no JSON', '{"a":1,"y":0}\n{"a":x,"y":0}', 't.jsonl:2:6: not JSON from here on'],
  ['a line cut after a comma', '{"a":1,"y":0}\n{"a":1,', 't.jsonl:2:8: not JSON from here on'],
  ['two objects on a line', '{"a":1,"y":0}{"a":1}', 't.jsonl:1:14: not JSON from here on'],
  ['a deeply nested bomb', `{"a":${'['.repeat(100_000)}`, 't.jsonl:1:100006: not JSON from here on'],
  ['a blank line', '{"a":1,"y":0}\n\n{"a":1,"y":0}', 't.jsonl:2:1: a blank line'],
  ['a list for an object', '[1,2]', 't.jsonl:1:1: must be a JSON object'],
  [
    'a word for a number',
    '{"a":1,"y":0}\n{"a":"1","y":0}',
    't.jsonl:2:2: "a" is not a number that float32 can hold',
  ],
  ['a number beyond float32', '{"a":1e300,"y":0}', 't.jsonl:1:2: "a" is not a number that float32 can hold'],
  [
    'a list of another length',
    '{"a":[1,2],"y":0}\n{"a":[1],"y":0}',
    't.jsonl:2:2: "a" must be a list of 2 numbers',
  ],
  ['a list in a list', '{"a":[[1]],"y":0}', 't.jsonl:1:2: "a[0]" is not a number'],
  [
    'a missing value',
    '{"a":1,"b":2,"y":0}\n{"b":2,"y":0}',
    't.jsonl:2:1: "a" is missing; say data.config.missing',
  ],
  ['a missing label', '{"a":1,"y":0}\n{"a":1}', 't.jsonl:2:1: the label "y" is missing'],
  ['an object for a label', '{"a":1,"y":{}}', 't.jsonl:1:8: the label "y" must be a word or a number'],
  ['no feature at all', '{"y":0}', 't.jsonl:1: no column is left for features'],
  [
    'an inherited name for a feature',
    '{"a":1,"y":0}',
    'there is no column "constructor"',
    { features: ['constructor'] },
  ],
])('refuses %s', (_name, text, message, extra) => {
  const act = () => read(text, extra);
  expect(act).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
  expect(act).toThrow(message);
});
