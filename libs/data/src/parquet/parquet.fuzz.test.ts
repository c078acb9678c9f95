import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect } from 'vitest';
import type { RowOptions } from '../table/table-rows.js';
import { ARROW_FILES, arrowFile } from './arrow-files-for-tests.js';
import { readParquet } from './read-parquet.js';

const options: RowOptions = { label: 'kind', labelKind: 'category', ignore: ['note'], missing: 'mean' };

fuzzDecoder('parquet', {
  decode: (bytes) => readParquet('t.parquet', bytes, options),
  corpus: Object.keys(ARROW_FILES).map(arrowFile),
  codes: ['data_corrupt'],
  accepted: ({ count, inputShape, x }) => expect(x).toHaveLength(count * (inputShape[0] as number)),
});
