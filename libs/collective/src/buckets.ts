import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** A slice of the flat vector that travels together. In elements. */
export interface Bucket {
  readonly offset: number;
  readonly size: number;
}

const ELEMENT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Cuts a vector into buckets of at most `bucketBytes`, from its end to its start: the flat gradient lies in the
 * model's order, and the last layers' part is known first.
 */
export function planBuckets(
  vectorLength: number,
  bucketBytes: number = LIMITS.bucketBytes,
): readonly Bucket[] {
  const most = Math.max(1, Math.floor(bucketBytes / ELEMENT_BYTES));
  const buckets: Bucket[] = [];
  for (let end = vectorLength; end > 0; end -= most) {
    const offset = Math.max(0, end - most);
    buckets.push({ offset, size: end - offset });
  }
  return buckets;
}

/** @throws TrainError `internal` unless the buckets, in any order, partition `0 … vectorLength` */
export function checkBuckets(buckets: readonly Bucket[], vectorLength: number): void {
  let covered = 0;
  for (const bucket of [...buckets].sort((a, b) => a.offset - b.offset || a.size - b.size)) {
    if (bucket.offset !== covered || !Number.isInteger(bucket.size) || bucket.size < 1) {
      throw new TrainError(
        'internal',
        `buckets must partition the vector: expected one at ${covered}, found ${bucket.size} values at ${bucket.offset}`,
      );
    }
    covered += bucket.size;
  }
  if (covered !== vectorLength) {
    throw new TrainError('internal', `buckets cover ${covered} of ${vectorLength} values`);
  }
}

/** The part of a bucket that `owner` finishes: 1/world of it, cut between elements. May be empty. Offsets are absolute. */
export function chunkOf(bucket: Bucket, owner: number, world: number): Bucket {
  const from = Math.floor((bucket.size * owner) / world);
  const to = Math.floor((bucket.size * (owner + 1)) / world);
  return { offset: bucket.offset + from, size: to - from };
}

/** The chunk's values inside a whole vector; no copy. */
export function sliceOf(vector: Float32Array, chunk: Bucket): Float32Array {
  return vector.subarray(chunk.offset, chunk.offset + chunk.size);
}

/** The same memory as bytes; no copy. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
