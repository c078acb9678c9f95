import { fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import type { SampleBlock } from '../files/sample-block.js';
import { type CsvOptions, readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import type { RowOptions } from './table-rows.js';

const text = (value: string) => new TextEncoder().encode(value);
const fits = ({ count, inputShape, x, labels }: SampleBlock) => {
  expect(x).toHaveLength(count * inputShape.reduce((product, dim) => product * dim, 1));
  expect(labels.values).toHaveLength(count);
};

const csv: CsvOptions = {
  ...{ label: 'kind', labelKind: 'category', ignore: [], missing: 'mean' },
  ...{ missingMarks: ['', 'NA'], delimiter: ',' },
};
const csvDecoder = {
  decode: (bytes: Uint8Array) => readCsv('t.csv', bytes, csv),
  corpus: [
    text('size,weight,kind\n1,2.5,cat\n-3e2,NA,dog\n'),
    text('"size","wei\nght","kind"\r\n"1","2","a ""b"", c"\r\n,4,x\r\n\r\n'),
  ],
  codes: ['data_corrupt'],
  accepted: fits,
} as const;
fuzzDecoder('csv', csvDecoder);

const rows: RowOptions = { label: 'kind', labelKind: 'category', ignore: ['note'], missing: 'mean' };
const jsonlDecoder = {
  decode: (bytes: Uint8Array) => readJsonl('t.jsonl', bytes, rows),
  corpus: [
    text(
      '{"size":1,"pair":[1,2.5],"kind":"cat","note":{"a":[]}}\n{"pair":[3,null],"size":null,"kind":7,"note":0}\n',
    ),
  ],
  codes: ['data_corrupt'],
  accepted: fits,
} as const;
fuzzDecoder('jsonl', jsonlDecoder);

const names = Array.from({ length: 20_000 }, (_, i) => `column ${i}`);

it('a wide table takes time in proportion to its width', async () => {
  const numbers = names.map((_, i) => i).join(',');
  await keepsTheLaw(csvDecoder, text(`${names.join(',')},kind\n${numbers},a\n`));
  const row = JSON.stringify(
    Object.fromEntries([...names.map((name, i) => [name, i]), ['kind', 'a'], ['note', 0]]),
  );
  await keepsTheLaw(jsonlDecoder, text(`${row}\n${row}\n`));
});

it('quoted fields before a long one take time in proportion to the file', async () => {
  const header = [...names.map((name) => `"${name}"`), 'kind'].join(',');
  const record = [...names.map(() => '"1"'), 'x'.repeat(1_000_000)].join(',');
  await keepsTheLaw(csvDecoder, text(`${header}\n${record}\n`));
});
