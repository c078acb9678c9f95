import { mix32, rng } from '@ringmaster/core';

/*
 * What a step should have been given, written a second time from the definitions and not from the trainer's code: the
 * audit shares nothing with `order/` but the mixing function and the generator of `core`. A test compares the two.
 *
 * Sample order of an epoch: an alternating Feistel network of eight rounds over the smallest power of two that holds all
 * samples, walked until it lands inside. A step takes the next B positions, its shards contiguous parts of them.
 */
const ROUNDS = 8;

export interface AuditedRun {
  readonly seed: number;
  readonly batchSize: number;
  readonly shards: number;
  /** Samples of the training split. */
  readonly samples: number;
}

export const stepsPerEpoch = ({ samples, batchSize }: AuditedRun): number => Math.ceil(samples / batchSize);

/** The ids of every shard of a step, counted from 1, and the epoch that it belongs to. */
export function expectedStep(
  run: AuditedRun,
  step: number,
): { readonly epoch: number; readonly shards: readonly (readonly number[])[] } {
  const epoch = Math.floor((step - 1) / stepsPerEpoch(run));
  const start = (step - 1 - epoch * stepsPerEpoch(run)) * run.batchSize;
  const end = Math.min(start + run.batchSize, run.samples);
  const idAt = epochOrder(run, epoch);
  const ids: number[] = [];
  for (let position = start; position < end; position++) ids.push(idAt(position));
  return { epoch, shards: inParts(ids, run.shards) };
}

/** As equal as can be, the longer ones first. */
function inParts(ids: readonly number[], parts: number): readonly (readonly number[])[] {
  const left = [...ids];
  return Array.from({ length: parts }, (_, part) => left.splice(0, Math.ceil(left.length / (parts - part))));
}

function epochOrder({ seed, samples }: AuditedRun, epoch: number): (position: number) => number {
  if (samples <= 1) return (position) => position;
  let bits = 0;
  while (2 ** bits < samples) bits++;
  const rightSize = 2 ** Math.ceil(bits / 2);
  const leftSize = 2 ** Math.floor(bits / 2);
  const stream = rng(seed, epoch);
  const keys = Array.from({ length: ROUNDS }, () => stream.uint32());
  const encipher = (value: number): number => {
    let [left, right] = [Math.floor(value / rightSize), value % rightSize];
    keys.forEach((key, round) => {
      if (round % 2 === 0) left ^= mix32(key, right, round) % leftSize;
      else right ^= mix32(key, left, round) % rightSize;
    });
    return left * rightSize + right;
  };
  return (position) => {
    let value = encipher(position);
    while (value >= samples) value = encipher(value);
    return value;
  };
}

/** The 64-bit hash of one id; digests of several are sums of them modulo 2⁶⁴. */
export const idHash = (id: number): bigint =>
  BigInt(mix32(0x6a09e667, id)) * 2n ** 32n + BigInt(mix32(0xbb67ae85, id));

const MODULUS = 2n ** 64n;
export const modulo64 = (value: bigint): bigint => ((value % MODULUS) + MODULUS) % MODULUS;

export const digestOf = (ids: readonly number[]): bigint =>
  modulo64(ids.reduce((sum, id) => sum + idHash(id), 0n));
