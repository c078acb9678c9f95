import type { Generation } from '@ringmaster/core';

/** What a frame is part of. Receivers refuse whatever does not match all of job, generation, round and step. */
export interface FrameHeader {
  /** Counts the exchanges of this membership from 0; several may belong to one step (gradients, then evaluation). */
  readonly round: number;
  readonly step: number;
  readonly kind: FrameKind;
  readonly bucket: number;
  /**
   * `partial`: first shard of the subtree that was summed. `reduced`: the owner of the chunk. In a ring both: how many
   * ranks the chunk has passed. `record`: 0.
   */
  readonly part: number;
  /** Offset of the payload inside that part, in bytes. */
  readonly offset: number;
}

export const FRAME_KINDS = ['partial', 'reduced', 'record'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

export interface Frame {
  readonly header: FrameHeader;
  readonly payload: Uint8Array;
}

/** The fixed identity of a membership: what every message is checked against. */
export interface Membership {
  readonly jobId: string;
  readonly attempt: number;
  readonly generation: Generation;
  readonly rank: number;
  readonly world: number;
  /** How many logical shards each rank computes, by rank; evenly shared where absent. */
  readonly shardCounts?: readonly number[] | undefined;
}

/**
 * How the ranks of one generation talk. gRPC in production, loopback in tests. Frames from one peer arrive in the
 * order sent. A transport belongs to one membership: a new generation is a new transport.
 */
export interface Transport {
  readonly membership: Membership;
  /**
   * Queues one frame for a peer and resolves when there is room for the next (backpressure). The payload may be
   * reused by the caller once the promise resolves.
   * @throws TrainError `peer_lost` | `cancelled`
   */
  send(to: number, frame: Frame): Promise<void>;
  /** Called for every frame that passed the fence. Set it before the first `send`. The payload is only lent. */
  onFrame(listener: (from: number, frame: Frame) => void): void;
  /** Called once per peer that is lost, with the cause. */
  onPeerLost(listener: (peer: number, cause: Error) => void): void;
  /** Ends all streams. Idempotent. */
  close(): Promise<void>;
}
