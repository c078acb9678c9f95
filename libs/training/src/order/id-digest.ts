import { mix32 } from '@ringmaster/core';

/*
 * A multiset hash (Bellare, Micciancio, "A new paradigm for collision-free hashing: incrementality at reduced cost",
 * EUROCRYPT 1997; the additive one, AdHash): each id is hashed to 64 bits by two independently keyed `mix32`, and the
 * hashes are added modulo 2⁶⁴. The order of ids does not matter and digests of parts add up to that of the whole, so
 * one addition a step proves at the end of an epoch that every id was used exactly once. It guards against faults of
 * ours, not against an adversary.
 */
const HIGH_KEY = 0x6a09e667;
const LOW_KEY = 0xbb67ae85;
/** Sums of this many 32-bit words stay exact in a double. */
const CHUNK = 2 ** 20;

/** 64-bit digest of a multiset of sample ids; 0 for none. */
export function idDigest(ids: Iterable<number>): bigint {
  let total = 0n;
  let high = 0;
  let low = 0;
  let count = 0;
  for (const id of ids) {
    high += mix32(HIGH_KEY, id);
    low += mix32(LOW_KEY, id);
    if (++count % CHUNK === 0) {
      total = addDigests(total, join(high, low));
      high = low = 0;
    }
  }
  return addDigests(total, join(high, low));
}

/** Digest of each id of 0…size-1 once: what the shards of a whole epoch add up to. */
export const epochDigest = (size: number): bigint => idDigest(range(size));

export const addDigests = (a: bigint, b: bigint): bigint => BigInt.asUintN(64, a + b);

const join = (high: number, low: number): bigint => BigInt.asUintN(64, (BigInt(high) << 32n) + BigInt(low));

function* range(size: number): Iterable<number> {
  for (let id = 0; id < size; id++) yield id;
}
