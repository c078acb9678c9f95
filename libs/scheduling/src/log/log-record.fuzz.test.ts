import { LIMITS } from '@ringmaster/contracts';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { decodeRecords, encodeRecord, mergeRecords } from './log-record.js';

const record = (
  seq: number,
  data: Record<string, unknown> = { attempt: seq, reason: null, ranks: [0, 1.5] },
) => ({
  epoch: 3,
  event: { seq, at: '2026-01-01T00:00:00.000Z', jobId: 'job-1', type: 'queued', data },
});
const text = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));
const read = (bytes: Uint8Array) => decodeRecords('job-1', new TextDecoder().decode(bytes).split('\n'));

fuzzDecoder('log records', {
  decode: read,
  corpus: [text(encodeRecord(record(0))), text(encodeRecord(record(0)), encodeRecord(record(1)))],
  // A broken line ends what is trusted; it is no reason to throw.
  codes: [],
  accepted: ({ records, problem }, bytes) => {
    expect(records.length).toBeLessThanOrEqual(bytes.length);
    for (const each of records) expect(encodeRecord(each)).not.toBe('');
    expect(mergeRecords(records, records)).toEqual({ records });
    expect(typeof problem).toBe(problem === undefined ? 'undefined' : 'string');
  },
});

it('the corpus is read to its end', () => {
  expect(read(text(encodeRecord(record(0)), encodeRecord(record(1))))).toEqual({
    records: [record(0), record(1)],
  });
});

const nested = (levels: number) => `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const lineWith = (data: string) => JSON.stringify(record(0, {})).replace('"data":{}', `"data":${data}`);

it.each([
  ['nested without end', lineWith(nested(200_000)), /nested deeper/],
  [
    'longer than one that is written',
    lineWith(`{"x":"${'y'.repeat(LIMITS.logRecordBytes)}"}`),
    /longer than/,
  ],
])('a record that is %s ends what is trusted', (_what, line, problem) => {
  const stored = decodeRecords('job-1', [JSON.stringify(record(0)), line]);
  expect(stored.records).toHaveLength(1);
  expect(stored.problem).toMatch(problem);
});

it('what could not be read again is not written', () => {
  const data = JSON.parse(nested(LIMITS.logRecordDepth)) as Record<string, unknown>;
  expect(() => encodeRecord(record(0, data))).toThrow(expect.objectContaining({ code: 'too_large' }));
});
