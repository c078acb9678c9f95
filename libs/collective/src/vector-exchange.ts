import type { Membership } from './transport.js';

/** What every rank holds after a round, bitwise equal on each of them. */
export interface GatheredStep {
  /** The sum over all shards, in canonical order unless ranks add in a ring. Valid until the next `begin`. */
  readonly vector: Float32Array;
  /** By rank, each rank's records in the order in which it gave them. */
  readonly records: readonly (readonly Uint8Array[])[];
}

/**
 * The exchange of one generation over a flat float32 vector and opaque records. All ranks make the same calls in the
 * same order. `begin` and `contribute` never fail for the network's sake; `finish` and `exchangeRecords` report it.
 */
export interface VectorExchange {
  readonly membership: Membership;
  readonly shards: number;
  /** Where an own shard's vector goes. Ask after every `begin`: two sets of buffers alternate. */
  leaf(shard: number): Float32Array;
  begin(step: number): void;
  /** The leaf is filled and is not touched any more; complete subtrees are summed and sent. */
  contribute(shard: number): void;
  /**
   * @throws TrainError `peer_lost` | `deadline` naming the rank and what it did not deliver; `fenced` when a rank is at
   * another step; `cancelled`. After a failure every later call fails the same way.
   */
  finish(records: readonly Uint8Array[], signal: AbortSignal): Promise<GatheredStep>;
  /** A round of records alone. @throws as `finish` */
  exchangeRecords(
    step: number,
    records: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<GatheredStep['records']>;
  close(): Promise<void>;
}

/** One of the two sets of memory of an exchange. */
export interface BufferSet {
  /** By own shard. */
  readonly leaves: ReadonlyMap<number, Float32Array>;
  readonly result: Float32Array;
}

/** How long a rank waits for the others in `finish`, in milliseconds. */
export interface StepDeadline {
  /** Before any step has been observed, and for rounds of records alone. */
  readonly firstMs: number;
  /** Later: `factor` times the slowest step seen, but at least `minMs`. */
  readonly factor: number;
  readonly minMs: number;
}
