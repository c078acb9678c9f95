import { foldTree } from '@ringmaster/collective';
import { assert, TrainError } from '@ringmaster/core';
import { CONTROL_WORDS, type StepRecord } from './record.js';

/**
 * Layout of an encoded record, little-endian: lossSum f64, samples f64, finite u8, control u8, then four counts u32
 * (metric sums, digests, hashes, gathered lists), the metric sums f64, the digests (shard u32, digest u64, delivered samples
 * u32), the hashes (rank u32, length u32, UTF-8) and the lists (length u32, f64).
 */
const FIXED_BYTES = 34;
const DIGEST_BYTES = 16;

/** A record as bytes, for the wire and for crossing threads. */
export function encodeRecord(record: StepRecord): Uint8Array {
  const text = new TextEncoder();
  const hashes = [...record.replicaHashes].map(([rank, hash]) => ({ rank, bytes: text.encode(hash) }));
  const lists = record.gathered ?? [];
  const counts = [record.metricSums.length, record.digests.size, hashes.length, lists.length];
  const gathered = lists.reduce((sum, list) => sum + 4 + 8 * list.length, 0);
  const variable = 8 * record.metricSums.length + DIGEST_BYTES * record.digests.size + gathered;
  const total = hashes.reduce((sum, { bytes }) => sum + 8 + bytes.byteLength, FIXED_BYTES + variable);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  view.setFloat64(0, record.lossSum, true);
  view.setFloat64(8, record.samples, true);
  view.setUint8(16, record.finite ? 1 : 0);
  view.setUint8(17, CONTROL_WORDS.indexOf(record.control));
  counts.forEach((count, i) => view.setUint32(18 + 4 * i, count, true));
  let at = FIXED_BYTES;
  for (const sum of record.metricSums) {
    view.setFloat64(at, sum, true);
    at += 8;
  }
  for (const [shard, digest] of record.digests) {
    view.setUint32(at, shard, true);
    view.setBigUint64(at + 4, digest, true);
    view.setUint32(at + 12, record.counts.get(shard) ?? 0, true);
    at += DIGEST_BYTES;
  }
  for (const { rank, bytes } of hashes) {
    view.setUint32(at, rank, true);
    view.setUint32(at + 4, bytes.byteLength, true);
    out.set(bytes, at + 8);
    at += 8 + bytes.byteLength;
  }
  for (const list of lists) {
    view.setUint32(at, list.length, true);
    list.forEach((value, i) => view.setFloat64(at + 4 + 8 * i, value, true));
    at += 4 + 8 * list.length;
  }
  return out;
}

/** @throws TrainError `fenced` when the bytes are not a whole record */
export function decodeRecord(bytes: Uint8Array): StepRecord {
  try {
    return readRecord(bytes);
  } catch (cause) {
    if (cause instanceof TrainError) throw cause;
    throw new TrainError('fenced', `a step record of ${bytes.byteLength} bytes is cut short`, { cause });
  }
}

function readRecord(bytes: Uint8Array): StepRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const control = CONTROL_WORDS[view.getUint8(17)];
  if (control === undefined)
    throw new TrainError('fenced', `a step record has the unknown control word ${view.getUint8(17)}`);
  const [metrics = 0, digestCount = 0, hashCount = 0, listCount = 0] = [18, 22, 26, 30].map((at) =>
    view.getUint32(at, true),
  );
  let at = FIXED_BYTES;
  const metricSums: number[] = [];
  for (let i = 0; i < metrics; i++, at += 8) metricSums.push(view.getFloat64(at, true));
  const digests = new Map<number, bigint>();
  const counts = new Map<number, number>();
  for (let i = 0; i < digestCount; i++, at += DIGEST_BYTES) {
    const shard = view.getUint32(at, true);
    digests.set(shard, view.getBigUint64(at + 4, true));
    counts.set(shard, view.getUint32(at + 12, true));
  }
  const replicaHashes = new Map<number, string>();
  for (let i = 0; i < hashCount; i++) {
    const end = at + 8 + view.getUint32(at + 4, true);
    replicaHashes.set(view.getUint32(at, true), new TextDecoder().decode(bytes.subarray(at + 8, end)));
    at = end;
  }
  const gathered: number[][] = [];
  for (let i = 0; i < listCount; i++) {
    const list: number[] = [];
    const end = at + 4 + 8 * view.getUint32(at, true);
    for (at += 4; at < end; at += 8) list.push(view.getFloat64(at, true));
    gathered.push(list);
  }
  if (at !== bytes.byteLength)
    throw new TrainError('fenced', `a step record says ${at} bytes and has ${bytes.byteLength}`);
  const [lossSum, samples] = [view.getFloat64(0, true), view.getFloat64(8, true)];
  const finite = view.getUint8(16) === 1;
  const sums = { lossSum, samples, metricSums, ...(listCount > 0 && { gathered }) };
  return { ...sums, finite, digests, counts, control, replicaHashes };
}

/**
 * The record of a whole step from one record a logical shard, in shard order: float64 sums in the canonical tree,
 * digests and hashes united, gathered lists one after the other, finite only when all are, the strongest control word.
 * @throws TrainError `internal` when there is none, or two of them disagree about a shard's digest or a rank's hash
 */
export function mergeRecords(records: readonly StepRecord[]): StepRecord {
  return foldTree(records, mergePair);
}

function mergePair(a: StepRecord, b: StepRecord): StepRecord {
  assert(
    a.metricSums.length === b.metricSums.length,
    `records with ${a.metricSums.length} and ${b.metricSums.length} metrics cannot merge`,
  );
  const [lists, others] = [a.gathered ?? [], b.gathered ?? []];
  assert(
    lists.length === others.length,
    `records with ${lists.length} and ${others.length} gathered lists cannot merge`,
  );
  const stronger = CONTROL_WORDS.indexOf(a.control) >= CONTROL_WORDS.indexOf(b.control) ? a : b;
  return {
    lossSum: a.lossSum + b.lossSum,
    samples: a.samples + b.samples,
    metricSums: a.metricSums.map((sum, i) => sum + (b.metricSums[i] as number)),
    ...(lists.length > 0 && { gathered: joinLists(lists, others) }),
    finite: a.finite && b.finite,
    digests: union(a.digests, b.digests, 'digest of shard'),
    counts: union(a.counts, b.counts, 'samples of shard'),
    control: stronger.control,
    replicaHashes: union(a.replicaHashes, b.replicaHashes, 'hash of rank'),
  };
}

/** Each list of the first, followed by the list in the same place of the second. */
export const joinLists = (
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): readonly (readonly number[])[] => first.map((list, i) => [...list, ...(second[i] ?? [])]);

function union<T>(
  a: ReadonlyMap<number, T>,
  b: ReadonlyMap<number, T>,
  what: string,
): ReadonlyMap<number, T> {
  const all = new Map(a);
  for (const [key, value] of b) {
    assert(!all.has(key) || all.get(key) === value, `two records disagree about the ${what} ${key}`);
    all.set(key, value);
  }
  return all;
}
