import type { Missing } from './arrivals.js';
import type { ShardRange } from '@ringmaster/core';
import type { Frame, FrameHeader } from './transport.js';
import type { BufferSet } from './vector-exchange.js';

/** Sends a part of a round's vector to every rank for which there are bytes. */
export type SendPart = (
  what: Pick<FrameHeader, 'kind' | 'bucket' | 'part'>,
  bytesFor: (peer: number) => Uint8Array | undefined,
) => void;

/** The vector of one round on its way to being the same sum on every rank. */
export interface VectorRound {
  /** The whole sum lies in the result. */
  readonly complete: boolean;
  /** This rank has begun the round; frames of others may have come before. */
  begin(): void;
  /** The leaf of an own shard is filled. False when it had been contributed before. */
  contribute(shard: number): boolean;
  /** A subtree of this rank whose shards have not all been contributed. */
  uncontributed(): ShardRange | undefined;
  /** @throws TrainError `fenced` when the frame is not the next one of something expected */
  receive(from: number, frame: Frame): void;
  /** By rank, the first thing it did not deliver; the likely cause first. */
  missing(): readonly Missing[];
}

/** A way to sum vectors over ranks. */
export interface VectorReducer {
  /** Elements of memory that each of the two sets needs for what arrives. */
  readonly scratchElements: number;
  /** `scratch` is zero when it is given for the first time, and keeps what an earlier round left there. */
  open(buffers: BufferSet, scratch: Float32Array, send: SendPart): VectorRound;
}
