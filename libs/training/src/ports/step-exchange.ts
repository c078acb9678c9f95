import type { StepRecord } from '../record.js';

/** What all ranks hold after a step's exchange, bitwise equal on each of them. Valid until the next `begin`. */
export interface ReducedStep {
  /** Sum over all shards in the canonical tree: gradient first, then state (`weightCount + stateCount` long). */
  readonly vector: Float32Array;
  readonly record: StepRecord;
}

/** The exchange of one generation, as the training loop sees it. Implementations sum in the canonical order. */
export interface StepExchange {
  readonly rank: number;
  readonly world: number;
  /** The logical shards that this rank computes, ascending. */
  readonly owned: readonly number[];
  /** The buffer that shard `shard` (owned by this rank) writes its gradient and state into. */
  leaf(shard: number): Float32Array;
  /** Opens step `step`; leaves of the previous one may be overwritten from now on. */
  begin(step: number): void;
  /** Says that the shard's leaf is filled: complete subtrees are summed and sent while the caller goes on. */
  contribute(shard: number): void;
  /** Sends this rank's records, waits for everybody's part, and returns the sum. */
  finish(records: readonly StepRecord[], signal: AbortSignal): Promise<ReducedStep>;
  /** Exchanges records alone (evaluation, hashes): no vector. */
  exchangeRecords(step: number, records: readonly StepRecord[], signal: AbortSignal): Promise<StepRecord>;
  close(): Promise<void>;
}
