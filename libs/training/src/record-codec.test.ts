import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, mergeRecords } from './record-codec.js';
import { CONTROL_WORDS, type StepRecord } from './record.js';

const record = (over: Partial<StepRecord> = {}): StepRecord => ({
  lossSum: 1.25,
  samples: 16,
  metricSums: [3, 4.5],
  finite: true,
  digests: new Map([[2, 0xfedcba9876543210n]]),
  counts: new Map([[2, 16]]),
  control: 'none',
  replicaHashes: new Map(),
  ...over,
});

describe('the record codec', () => {
  it.each<readonly [string, StepRecord]>([
    ['plain', record()],
    ['empty', record({ metricSums: [], digests: new Map(), counts: new Map() })],
    ['with gathered lists', record({ gathered: [[1.5, -0], [], [NaN]] })],
    ['not finite', record({ finite: false, lossSum: NaN, metricSums: [Infinity, -0] })],
    [
      'with hashes',
      record({
        replicaHashes: new Map([
          [0, 'ab'.repeat(32)],
          [7, 'ü'],
        ]),
      }),
    ],
    ...CONTROL_WORDS.map((control) => [`control ${control}`, record({ control })] as const),
  ])('carries a record: %s', (_what, sent) => {
    expect(decodeRecord(encodeRecord(sent))).toEqual(sent);
  });

  it('refuses every prefix, trailing bytes and unknown words', () => {
    const bytes = encodeRecord(record({ replicaHashes: new Map([[1, 'abc']]), gathered: [[7]] }));
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeRecord(bytes.subarray(0, length)), `${length} bytes`).toThrowError(
        expect.objectContaining({ code: 'fenced' }),
      );
    expect(() => decodeRecord(Uint8Array.of(...bytes, 0))).toThrow(/says/);
    expect(() => decodeRecord(bytes.with(17, 9))).toThrow(/control word 9/);
  });
});

describe('merging records', () => {
  it('adds float64 sums in the canonical tree', () => {
    const sums = [1e16, 1, -1e16, 1, 3];
    const merged = mergeRecords(
      sums.map((lossSum, shard) =>
        record({
          lossSum,
          metricSums: [lossSum],
          digests: new Map([[shard, BigInt(shard)]]),
          counts: new Map([[shard, 16]]),
        }),
      ),
    );
    const inTree = 1e16 + 1 + (-1e16 + 1) + 3;
    expect(inTree).not.toBe(sums.reduce((a, b) => a + b));
    expect(merged.lossSum).toBe(inTree);
    expect(merged.metricSums).toEqual([inTree]);
    expect(merged.samples).toBe(80);
    expect([...merged.digests.keys()]).toEqual([0, 1, 2, 3, 4]);
  });

  it('joins gathered lists in the order of shards', () => {
    const none = { digests: new Map<number, bigint>() };
    const merged = mergeRecords(
      [
        [[1], [5]],
        [[], []],
        [[2, 3], [6]],
      ].map((gathered) => record({ ...none, gathered })),
    );
    expect(merged.gathered).toEqual([
      [1, 2, 3],
      [5, 6],
    ]);
    expect(() => mergeRecords([record(none), record({ ...none, gathered: [[1]] })])).toThrow(/gathered/);
  });

  it('takes the strongest control word, and finite only from all', () => {
    const distinct = CONTROL_WORDS.map((control, shard) =>
      record({ control, digests: new Map([[shard, 1n]]), finite: shard !== 1 }),
    );
    for (let n = 1; n <= distinct.length; n++) {
      const merged = mergeRecords(distinct.slice(0, n).reverse());
      expect(merged.control).toBe(CONTROL_WORDS[n - 1]);
      expect(merged.finite).toBe(n < 2);
    }
  });

  it('unites hashes; a disagreement is an error', () => {
    const none = { digests: new Map<number, bigint>() };
    const a = record({ ...none, replicaHashes: new Map([[0, 'x']]) });
    const b = record({
      ...none,
      replicaHashes: new Map([
        [0, 'x'],
        [1, 'y'],
      ]),
    });
    expect([...mergeRecords([a, b]).replicaHashes]).toEqual([
      [0, 'x'],
      [1, 'y'],
    ]);
    const other = record({ ...none, replicaHashes: new Map([[0, 'z']]) });
    expect(() => mergeRecords([a, other])).toThrow(/hash of rank 0/);
    expect(() => mergeRecords([record(), record({ digests: new Map([[2, 5n]]) })])).toThrow(
      /digest of shard 2/,
    );
    expect(() => mergeRecords([a, record({ ...none, metricSums: [] })])).toThrow(/cannot merge/);
  });
});
