/**
 * What travels with the buckets of a step. Records of single shards merge in the canonical tree, so every rank ends
 * with the same bits. Sums are float64.
 */
export interface StepRecord {
  readonly lossSum: number;
  readonly samples: number;
  readonly metricSums: readonly number[];
  /** What metrics gather that no sum can hold: a list for each of them, of all shards in their order. Default: none. */
  readonly gathered?: readonly (readonly number[])[];
  /** False when this shard's gradient or loss held a NaN or an infinity. */
  readonly finite: boolean;
  /** Per logical shard: 64-bit digest of the sample ids that the reader delivered, by shard number. */
  readonly digests: ReadonlyMap<number, bigint>;
  /** Per logical shard: how many samples the reader delivered. */
  readonly counts: ReadonlyMap<number, number>;
  /** The strongest wish of any rank wins. */
  readonly control: ControlWord;
  /** Replica hashes by rank, in steps that compare them. */
  readonly replicaHashes: ReadonlyMap<number, string>;
}

/** In ascending strength. */
export const CONTROL_WORDS = ['none', 'checkpoint', 'pause', 'resize', 'stop'] as const;
export type ControlWord = (typeof CONTROL_WORDS)[number];
