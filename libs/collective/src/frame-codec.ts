import { LIMITS, PROTOCOL_VERSION } from '@ringmaster/contracts';
import { generationName, TrainError } from '@ringmaster/core';
import { type Frame, FRAME_KINDS, type FrameHeader, type Membership } from './transport.js';
import { xxh32 } from './xxh32.js';

/** Keyed hash (HMAC-SHA-256 in production), at least 16 bytes long. A port, because this lib has no crypto of its own. */
export type KeyedHash = (key: Uint8Array, message: Uint8Array) => Uint8Array;

/**
 * Layout of a frame, little-endian:
 *
 * ```
 *  0 magic "RMF1"   8 fence tag (16)   24 round   32 bucket   40 offset           48 checksum
 *  4 version, kind  .                  28 step    36 part     44 payload length   52 payload …
 * ```
 *
 * The checksum is XXH32 over the header before it and then over the payload. The fence tag stands for (job, attempt,
 * generation, sender, receiver): whoever lacks the job's secret cannot make one, and a tag of another generation or
 * pair does not fit.
 */
export const FRAME_HEADER_BYTES = 52;
const MAGIC = 0x31464d52;
const TAG_AT = 8;
const TAG_BYTES = 16;
const CHECKSUM_AT = 48;

/** Why a frame was refused. `fence` may be somebody else's frame; the others mean that the stream itself is broken. */
export type FrameRefusal = 'fence' | 'format' | 'checksum';

export interface FrameCodec {
  readonly frameBytes: (payloadBytes: number) => number;
  /** Writes header and payload into `target`, which is `frameBytes(payload.byteLength)` long. */
  encodeInto(to: number, frame: Frame, target: Uint8Array): void;
  encode(to: number, frame: Frame): Uint8Array<ArrayBuffer>;
  /**
   * Checks everything and returns the frame; its payload is a view of `bytes`.
   * @throws TrainError `fenced` with `details.refusal` (a `FrameRefusal`)
   */
  decode(from: number, bytes: Uint8Array): Frame;
}

/**
 * What proves knowledge of the job's secret between two ranks of one generation. `purpose` keeps proofs for
 * different uses apart.
 */
export function pairProof(o: {
  readonly membership: Membership;
  readonly from: number;
  readonly to: number;
  readonly purpose: string;
  readonly secret: Uint8Array;
  readonly keyedHash: KeyedHash;
}): Uint8Array {
  const { jobId, attempt, generation } = o.membership;
  const text = JSON.stringify([o.purpose, jobId, attempt, generationName(generation), o.from, o.to]);
  return o.keyedHash(o.secret, new TextEncoder().encode(text));
}

export function createFrameCodec(o: {
  readonly membership: Membership;
  readonly secret: Uint8Array;
  readonly keyedHash: KeyedHash;
}): FrameCodec {
  const { rank, world } = o.membership;
  const tag = (from: number, to: number) =>
    pairProof({ ...o, from, to, purpose: 'frame' }).subarray(0, TAG_BYTES);
  const outgoing = Array.from({ length: world }, (_, peer) => tag(rank, peer));
  const incoming = Array.from({ length: world }, (_, peer) => tag(peer, rank));
  const frameBytes = (payloadBytes: number) => FRAME_HEADER_BYTES + payloadBytes;
  const encodeInto = (to: number, frame: Frame, target: Uint8Array) =>
    writeFrame(frame, outgoing[to] ?? noTag(to, world), target);
  return {
    frameBytes,
    encodeInto,
    encode: (to, frame) => {
      const target = new Uint8Array(frameBytes(frame.payload.byteLength));
      encodeInto(to, frame, target);
      return target;
    },
    decode: (from, bytes) => readFrame(from, bytes, incoming[from] ?? noTag(from, world)),
  };
}

function noTag(peer: number, world: number): never {
  throw new TrainError('internal', `rank ${peer} is not in a world of ${world}`);
}

function writeFrame({ header, payload }: Frame, tag: Uint8Array, target: Uint8Array): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, PROTOCOL_VERSION);
  view.setUint8(5, FRAME_KINDS.indexOf(header.kind));
  view.setUint16(6, 0, true);
  target.set(tag, TAG_AT);
  const words = [header.round, header.step, header.bucket, header.part, header.offset, payload.byteLength];
  words.forEach((word, i) => view.setUint32(TAG_AT + TAG_BYTES + 4 * i, word, true));
  target.set(payload, FRAME_HEADER_BYTES);
  view.setUint32(CHECKSUM_AT, checksum(target), true);
}

const checksum = (frame: Uint8Array): number =>
  xxh32(frame.subarray(FRAME_HEADER_BYTES), xxh32(frame.subarray(0, CHECKSUM_AT)));

function readFrame(from: number, bytes: Uint8Array, tag: Uint8Array): Frame {
  const refuse = (refusal: FrameRefusal, what: string) =>
    new TrainError('fenced', `refused a frame from rank ${from}: ${what}`, {
      details: { rank: from, refusal },
    });
  if (bytes.byteLength < FRAME_HEADER_BYTES) throw refuse('format', `only ${bytes.byteLength} bytes long`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw refuse('format', 'it does not begin like a frame');
  const version = view.getUint8(4);
  if (version !== PROTOCOL_VERSION)
    throw refuse('format', `protocol version ${version}, this rank speaks ${PROTOCOL_VERSION}`);
  if (!equal(bytes.subarray(TAG_AT, TAG_AT + TAG_BYTES), tag))
    throw refuse(
      'fence',
      'it belongs to another job, attempt, generation or pair of ranks, or its secret is wrong',
    );
  const word = (i: number) => view.getUint32(TAG_AT + TAG_BYTES + 4 * i, true);
  const length = word(5);
  if (length > LIMITS.frameBytes || length !== bytes.byteLength - FRAME_HEADER_BYTES)
    throw refuse(
      'format',
      `it says ${length} payload bytes and carries ${bytes.byteLength - FRAME_HEADER_BYTES}`,
    );
  if (view.getUint32(CHECKSUM_AT, true) !== checksum(bytes))
    throw refuse('checksum', 'its checksum does not match');
  const kind = FRAME_KINDS[view.getUint8(5)];
  if (kind === undefined) throw refuse('format', `unknown kind ${view.getUint8(5)}`);
  const header: FrameHeader = {
    round: word(0),
    step: word(1),
    kind,
    bucket: word(2),
    part: word(3),
    offset: word(4),
  };
  return { header, payload: bytes.subarray(FRAME_HEADER_BYTES) };
}

/** Looks at every byte whatever the first ones are, so that timing tells nothing about a tag. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.byteLength ^ b.byteLength;
  for (let i = 0; i < b.byteLength; i++) difference |= (a[i] ?? 0) ^ (b[i] as number);
  return difference === 0;
}
