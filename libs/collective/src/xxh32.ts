/**
 * XXH32 (Yann Collet, https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md): a 32-bit checksum that runs at memory
 * speed in plain JavaScript, several times faster than a table-driven CRC32 and with the same chance (2⁻³²) to miss a
 * random error. It is no protection against forgery; the fence tag and the transport are.
 */
const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotl = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
const lane = (acc: number, word: number): number => Math.imul(rotl((acc + Math.imul(word, P2)) | 0, 13), P1);

/** The XXH32 hash of `bytes`, as an unsigned 32-bit number. */
export function xxh32(bytes: Uint8Array, seed = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength;
  let at = 0;
  let hash: number;
  if (length >= 16) {
    let a = (seed + P1 + P2) | 0;
    let b = (seed + P2) | 0;
    let c = seed | 0;
    let d = (seed - P1) | 0;
    for (const last = length - 16; at <= last; at += 16) {
      a = lane(a, view.getInt32(at, true));
      b = lane(b, view.getInt32(at + 4, true));
      c = lane(c, view.getInt32(at + 8, true));
      d = lane(d, view.getInt32(at + 12, true));
    }
    hash = (rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18)) | 0;
  } else {
    hash = (seed + P5) | 0;
  }
  return tail(view, at, (hash + length) | 0);
}

function tail(view: DataView, from: number, start: number): number {
  let hash = start;
  let at = from;
  for (; at + 4 <= view.byteLength; at += 4) {
    hash = Math.imul(rotl((hash + Math.imul(view.getInt32(at, true), P3)) | 0, 17), P4);
  }
  for (; at < view.byteLength; at++) {
    hash = Math.imul(rotl((hash + Math.imul(view.getUint8(at), P5)) | 0, 11), P1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
