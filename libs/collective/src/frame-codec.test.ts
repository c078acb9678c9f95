import { LIMITS, PROTOCOL_VERSION } from '@ringmaster/contracts';
import { weakKeyedHash } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { createFrameCodec, FRAME_HEADER_BYTES } from './frame-codec.js';
import { packRecords, unpackRecords } from './record-bundle.js';
import type { Frame, Membership } from './transport.js';
import { xxh32 } from './xxh32.js';

const membership = (over: Partial<Membership> = {}): Membership => ({
  jobId: 'job-1',
  attempt: 1,
  generation: { epoch: 3, n: 2, nonce: 'n' },
  rank: 0,
  world: 3,
  ...over,
});
const codec = (over: Partial<Membership> = {}, secret = Uint8Array.of(1, 2, 3)) =>
  createFrameCodec({ membership: membership(over), secret, keyedHash: weakKeyedHash });
const frame: Frame = {
  header: { round: 4, step: 4_000_000_000, kind: 'reduced', bucket: 7, part: 2, offset: 512 },
  payload: Uint8Array.from({ length: 33 }, (_, i) => i * 7),
};

describe('xxh32', () => {
  it.each([
    ['', 0, 0x02cc5d05],
    ['a', 0, 0x550d7456],
    ['abc', 0, 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0, 0xe2293b2f],
  ])('of %j with seed %i', (text, seed, want) => {
    expect(xxh32(new TextEncoder().encode(text), seed)).toBe(want);
  });

  it('depends on the seed and not on the alignment', () => {
    const bytes = Uint8Array.from({ length: 101 }, (_, i) => i);
    const shifted = new Uint8Array(104).subarray(3);
    shifted.set(bytes);
    expect(xxh32(shifted)).toBe(xxh32(bytes));
    expect(xxh32(bytes, 1)).not.toBe(xxh32(bytes));
  });
});

describe('the frame codec', () => {
  it.each([0, 1, 33])('carries a frame with %i payload bytes', (size) => {
    const sent = { ...frame, payload: frame.payload.subarray(0, size) };
    const bytes = codec().encode(2, sent);
    expect(bytes).toHaveLength(FRAME_HEADER_BYTES + size);
    const back = codec({ rank: 2 }).decode(0, bytes);
    expect(back.header).toEqual(sent.header);
    expect([...back.payload]).toEqual([...sent.payload]);
  });

  it.each([
    ['job', { jobId: 'job-2' }, undefined],
    ['attempt', { attempt: 2 }, undefined],
    ['epoch', { generation: { epoch: 4, n: 2, nonce: 'n' } }, undefined],
    ['generation', { generation: { epoch: 3, n: 1, nonce: 'n' } }, undefined],
    ['nonce', { generation: { epoch: 3, n: 2, nonce: 'm' } }, undefined],
    ['receiver', { rank: 1 }, undefined],
    ['secret', {}, Uint8Array.of(1, 2, 4)],
  ])('refuses a frame of another %s', (_what, over, secret) => {
    const receiver = codec({ rank: 2, ...over }, secret);
    expect(() => receiver.decode(0, codec().encode(2, frame))).toThrowError(
      expect.objectContaining({ code: 'fenced', details: { rank: 0, refusal: 'fence' } }),
    );
  });

  it('refuses a frame that claims another sender', () => {
    expect(() => codec({ rank: 2 }).decode(1, codec().encode(2, frame))).toThrow(/from rank 1.*another job/);
  });

  const damage = (change: (bytes: Uint8Array) => Uint8Array) => () =>
    codec({ rank: 2 }).decode(0, change(codec().encode(2, frame)));
  const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

  it.each([
    ['magic', flip(0), /does not begin like a frame/],
    ['version', flip(4), `protocol version ${PROTOCOL_VERSION ^ 1}, this rank speaks ${PROTOCOL_VERSION}`],
    ['payload', flip(FRAME_HEADER_BYTES + 20), /checksum/],
    ['step', flip(28), /checksum/],
    ['kind', flip(5), /checksum/],
    ['end', (bytes: Uint8Array) => bytes.subarray(0, -1), /says 33 payload bytes and carries 32/],
    ['header', (bytes: Uint8Array) => bytes.subarray(0, 20), /only 20 bytes/],
  ])('refuses a frame with a damaged %s', (_what, change, message) => {
    expect(damage(change)).toThrow(message);
  });

  it('every single flipped bit is found', () => {
    for (let at = 0; at < FRAME_HEADER_BYTES + 33; at++)
      expect(damage(flip(at)), `byte ${at}`).toThrow(/refused/);
  });

  it('refuses a frame over the limit, and a rank outside the world', () => {
    const large = { ...frame, payload: new Uint8Array(LIMITS.frameBytes + 1) };
    expect(() => codec({ rank: 2 }).decode(0, codec().encode(2, large))).toThrow(/payload bytes/);
    expect(() => codec().encode(3, frame)).toThrow(/not in a world of 3/);
  });
});

describe('record bundles', () => {
  it.each([[[]], [[[]]], [[[1, 2, 3], [], [4]]]])('round-trip %j', (records: number[][]) => {
    const bundle = packRecords(records.map((record) => Uint8Array.from(record)));
    expect(unpackRecords(bundle).map((record) => [...record])).toEqual(records);
  });

  it('a cut bundle is refused', () => {
    const bundle = packRecords([Uint8Array.of(1, 2, 3)]);
    expect(() => unpackRecords(bundle.subarray(0, -1))).toThrow(/says 11 and has 10 bytes/);
    const shortened = bundle.slice(0, 6);
    shortened[0] = 6;
    expect(() => unpackRecords(shortened)).toThrow(/cut at byte 4/);
  });
});
