import type { Membership } from '@ringmaster/collective';
import type { StepExchange } from './step-exchange.js';

export interface Peer {
  readonly rank: number;
  /** `host:port` where the peer serves. */
  readonly address: string;
}

/** What is the matter with a peer, as far as this rank can tell. */
export interface PeerTrouble {
  readonly rank: number;
  /**
   * `dead`: nobody listens at its port any more. `broken`: its stream broke. `silent`: it answers no ping. A peer that
   * ended its stream in order has no entry.
   */
  readonly kind: 'dead' | 'broken' | 'silent';
  readonly message: string;
}

/** The network of one rank, from generation to generation. */
export interface RankNetwork {
  /** `host:port` for the other ranks; empty for a rank that stays alone. */
  readonly dataAddress: string;
  /**
   * Enters a generation: connects to every other member. `peers` are by their rank within it.
   * @throws TrainError `deadline` | `peer_lost` | `unauthenticated` | `fenced` | `cancelled`, naming rank and address
   */
  join(membership: Membership, peers: readonly Peer[], signal: AbortSignal): Promise<StepExchange>;
  /**
   * Gives up the generation, also one that could not be joined: nothing of it is delivered any more. Tells which peers
   * seem to be gone, by their rank within it.
   */
  seal(): Promise<readonly PeerTrouble[]>;
  /** Hands a state to those who pull it in this generation. */
  offer(membership: Membership, state: Uint8Array): void;
  /** @throws TrainError `peer_lost` | `deadline` | `fenced` | `artifact_corrupt` | `cancelled` */
  pullState(membership: Membership, source: Peer, signal: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}
