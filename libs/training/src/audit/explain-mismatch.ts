import { digestOf, idHash, modulo64 } from './expected-samples.js';

export interface ShardDelivery {
  readonly count: number;
  readonly digest: bigint;
}

/** Which samples went wrong, where one or two can be told from the digests. */
export interface Explanation {
  /** Asked for and not delivered. */
  readonly missing: readonly number[];
  /** Delivered and not asked for. */
  readonly extra: readonly number[];
}

/** Data sets above this are not searched for the one sample that explains a digest. */
const SEARCHED_SAMPLES = 5_000_000;

/**
 * Digests are sums of one hash a sample, so that the difference of two of them is the hash of what is missing or too
 * many: one sample lost, one too many, or one in place of another. Undefined when more than that went wrong.
 */
export function mismatchExplainer(samples: number) {
  let idOf: Map<bigint, number> | undefined;
  const find = (hash: bigint): number | undefined => {
    if (samples > SEARCHED_SAMPLES) return undefined;
    idOf ??= new Map(Array.from({ length: samples }, (_, id) => [idHash(id), id]));
    return idOf.get(modulo64(hash));
  };

  return (expected: readonly number[], got: ShardDelivery): Explanation | undefined => {
    const surplus = modulo64(got.digest - digestOf(expected));
    const difference = got.count - expected.length;
    if (difference === -1) {
      const lost = expected.find((id) => modulo64(surplus + idHash(id)) === 0n);
      return lost === undefined ? undefined : { missing: [lost], extra: [] };
    }
    if (difference === 1) {
      const extra = find(surplus);
      return extra === undefined ? undefined : { missing: [], extra: [extra] };
    }
    if (difference !== 0) return undefined;
    for (const lost of expected) {
      const extra = find(surplus + idHash(lost));
      if (extra !== undefined) return { missing: [lost], extra: [extra] };
    }
    return undefined;
  };
}
