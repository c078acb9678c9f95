import { weakKeyedHash } from '@ringmaster/testkit';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { createFrameCodec, FRAME_HEADER_BYTES } from './frame-codec.js';
import { packRecords, unpackRecords } from './record-bundle.js';
import { FRAME_KINDS, type Frame, type Membership } from './transport.js';
import { xxh32 } from './xxh32.js';

const membership = (rank: number): Membership => ({
  jobId: 'job-1',
  attempt: 1,
  generation: { epoch: 3, n: 2, nonce: 'n' },
  rank,
  world: 3,
});
const codec = (rank: number) =>
  createFrameCodec({
    membership: membership(rank),
    secret: Uint8Array.of(1, 2, 3),
    keyedHash: weakKeyedHash,
  });
const frames = FRAME_KINDS.map((kind, at): Frame => ({
  header: { round: at, step: 7, kind, bucket: 1, part: 2, offset: 512 },
  payload: Uint8Array.from({ length: 33 * at }, (_, i) => i),
}));

const CHECKSUM_AT = 48;
const TAG_AT = 8;

fuzzDecoder('frame codec', {
  decode: (bytes) => codec(2).decode(0, bytes),
  corpus: frames.map((frame) => codec(0).encode(2, frame)),
  codes: ['fenced'],
  /** As one who knows the job's secret would. */
  seal: (bytes) => {
    if (bytes.length < FRAME_HEADER_BYTES) return bytes;
    const out = bytes.slice();
    const view = new DataView(out.buffer);
    const genuine = codec(0).encode(2, frames[0] as Frame);
    out.set(genuine.subarray(0, 5));
    out.set(genuine.subarray(TAG_AT, TAG_AT + 16), TAG_AT);
    view.setUint32(44, out.length - FRAME_HEADER_BYTES, true);
    view.setUint32(
      CHECKSUM_AT,
      xxh32(out.subarray(FRAME_HEADER_BYTES), xxh32(out.subarray(0, CHECKSUM_AT))),
      true,
    );
    return out;
  },
  accepted: ({ header, payload }, bytes) => {
    expect(FRAME_KINDS).toContain(header.kind);
    expect(payload.length).toBe(bytes.length - FRAME_HEADER_BYTES);
  },
});

fuzzDecoder('record bundle', {
  decode: unpackRecords,
  corpus: [[], [[]], [[1, 2, 3], [], [4]]].map((records) =>
    packRecords(records.map((record) => Uint8Array.from(record))),
  ),
  codes: ['fenced'],
  accepted: (records, bytes) => expect(packRecords(records)).toEqual(bytes),
});

it.each([
  ['nothing at all', []],
  ['less than its length', [4, 0]],
  ['another length than it says', [5, 0, 0, 0]],
])('a bundle of %s is refused', (_what, bytes) => {
  expect(() => unpackRecords(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'fenced' }));
});
