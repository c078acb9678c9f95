import { fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import type { SampleBlock } from '../files/sample-block.js';
import type { RowOptions } from '../table/table-rows.js';
import { ARROW_FILES, arrowFile } from './arrow-files-for-tests.js';
import { readParquet, unpackZstd } from './read-parquet.js';

const options: RowOptions = { label: 'kind', labelKind: 'category', ignore: ['note'], missing: 'mean' };

const decoder = {
  decode: (bytes: Uint8Array) => readParquet('t.parquet', bytes, options),
  corpus: Object.keys(ARROW_FILES).map(arrowFile),
  codes: ['data_corrupt'],
  // A stream of Brotli may ask for a window of 16 MiB, and writes it in one piece.
  heldBytes: 128 * 1024 * 1024,
  // A file is some 30 ms.
  runs: { quick: 150, full: 5_000 },
  accepted: ({ count, inputShape, x }: SampleBlock) =>
    expect(x).toHaveLength(count * (inputShape[0] as number)),
} as const;
fuzzDecoder('parquet', decoder);

it.each(['snappy', 'lz4', 'gzip'])(
  'a page by %s that claims 512 MiB is refused before they are allocated',
  async (codec) => {
    const file = arrowFile(codec);
    // The header of the first page: the size it unpacks to, as a varint of 2 · 2²⁹.
    const claims = Uint8Array.of(...file.subarray(0, 7), 0x80, 0x80, 0x80, 0x80, 0x04, ...file.subarray(8));
    await keepsTheLaw(decoder, claims);
    await expect(readParquet('t.parquet', claims, options)).rejects.toThrow(/a page of 536870912 bytes/);
  },
);

it('a frame of Zstandard that claims 2 GiB becomes what its page is said to be', () => {
  // No single segment, a content size of four bytes; a window descriptor, the size, and an empty last block.
  const claims = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x80, 0, 0, 0, 0, 0x7f, 1, 0, 0);
  expect(unpackZstd(claims, 24)).toHaveLength(24);
});
