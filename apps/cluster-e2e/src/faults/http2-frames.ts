/** HTTP/2 frames (RFC 9113, section 4.1) of one direction of a connection, whole. */
export class FrameCutter {
  #rest = Buffer.alloc(0);

  push(bytes: Buffer): readonly Buffer[] {
    let rest = Buffer.concat([this.#rest, bytes]);
    const frames: Buffer[] = [];
    for (;;) {
      const length = rest.length < HEADER_BYTES ? Infinity : HEADER_BYTES + rest.readUIntBE(0, 3);
      if (rest.length < length) break;
      frames.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    this.#rest = rest;
    return frames;
  }
}

const HEADER_BYTES = 9;
const DATA = 0;
/** Compressed flag and length of a gRPC message. */
const PREFIX_BYTES = 5;
const MAGIC = Buffer.from('RMF1');
/** Where, in the HTTP/2 frame, a frame between ranks begins. */
const RANK_FRAME_AT = HEADER_BYTES + PREFIX_BYTES;
/** What of it follows the tag that stands for job, generation and ranks. */
export const BEHIND_TAG_AT = RANK_FRAME_AT + 24;

export const streamOf = (frame: Buffer): number => frame.readUInt32BE(5);

/** True for a DATA frame that holds one frame between ranks, nothing more and nothing less. */
export function isRankFrame(frame: Buffer): boolean {
  if (frame.length <= BEHIND_TAG_AT || frame[3] !== DATA || frame[4] !== 0) return false;
  return (
    frame.readUInt32BE(HEADER_BYTES + 1) === frame.length - RANK_FRAME_AT &&
    frame.subarray(RANK_FRAME_AT, RANK_FRAME_AT + MAGIC.length).equals(MAGIC)
  );
}
