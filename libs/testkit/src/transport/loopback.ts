import { createFrameCodec, type Frame, type Membership, type Transport } from '@ringmaster/collective';
import { type Clock, systemClock, TrainError } from '@ringmaster/core';
import { weakKeyedHash } from './weak-keyed-hash.js';

/** What happens to one frame on its way. `delay` holds back everything after it too: a wire keeps its order. */
export type WireEvent = 'deliver' | 'drop' | 'corrupt' | { readonly delayMs: number };

export interface WireFrame {
  readonly from: number;
  readonly to: number;
  /** Counts the frames of this ordered pair from 0. */
  readonly index: number;
  readonly frame: Frame;
}

export interface LoopbackOptions {
  readonly world: number;
  readonly script?: (wire: WireFrame) => WireEvent;
  readonly clock?: Clock;
  /** Overrides what a rank believes about its membership, to test the fence. */
  readonly membership?: (rank: number) => Partial<Membership>;
  readonly secret?: (rank: number) => Uint8Array;
}

export interface Loopback {
  readonly transports: readonly Transport[];
  /** Frames that the fence refused, by receiver. */
  refused(rank: number): number;
  /** The rank vanishes: the others are told, its own sends fail. */
  kill(rank: number): void;
}

const SECRET = new Uint8Array(32).fill(7);

/**
 * All ranks of a generation in one process. Frames are encoded, fenced and decoded as on a real wire, and a script
 * decides the fate of each. A corrupted frame costs the receiver its peer, as a broken stream does.
 */
export function loopback(o: LoopbackOptions): Loopback {
  const wires = Array.from({ length: o.world }, (_, rank) => new LoopbackTransport(rank, o));
  for (const wire of wires) wire.connect(wires);
  return {
    transports: wires,
    refused: (rank) => wires[rank]?.refused ?? 0,
    kill: (rank) => void wires[rank]?.close(),
  };
}

class LoopbackTransport implements Transport {
  readonly membership: Membership;
  refused = 0;
  readonly #codec;
  readonly #lost = new Set<number>();
  readonly #sent = new Map<number, number>();
  readonly #tails = new Map<number, Promise<void>>();
  readonly #early: (() => void)[] = [];
  #peers: readonly LoopbackTransport[] = [];
  #closed = false;
  #frameListener: ((from: number, frame: Frame) => void) | undefined;
  #lostListener: ((peer: number, cause: Error) => void) | undefined;

  constructor(
    rank: number,
    private readonly o: LoopbackOptions,
  ) {
    this.membership = {
      jobId: 'job-loopback',
      attempt: 1,
      generation: { epoch: 1, n: 1, nonce: 'abc' },
      rank,
      world: o.world,
      ...o.membership?.(rank),
    };
    const secret = o.secret?.(rank) ?? SECRET;
    this.#codec = createFrameCodec({ membership: this.membership, secret, keyedHash: weakKeyedHash });
  }

  connect(peers: readonly LoopbackTransport[]): void {
    this.#peers = peers;
  }

  send(to: number, frame: Frame): Promise<void> {
    const peer = this.#peers[to];
    if (this.#closed) return Promise.reject(new TrainError('cancelled', 'this transport is closed'));
    if (!peer || this.#lost.has(to)) return Promise.reject(new TrainError('peer_lost', `rank ${to} is gone`));
    const index = this.#sent.get(to) ?? 0;
    this.#sent.set(to, index + 1);
    const bytes = this.#codec.encode(to, frame);
    const event = this.o.script?.({ from: this.membership.rank, to, index, frame }) ?? 'deliver';
    const tail = (this.#tails.get(to) ?? Promise.resolve()).then(() => this.#deliver(peer, bytes, event));
    this.#tails.set(to, tail);
    return tail;
  }

  onFrame(listener: (from: number, frame: Frame) => void): void {
    this.#frameListener = listener;
    for (const deliver of this.#early.splice(0)) deliver();
  }

  onPeerLost(listener: (peer: number, cause: Error) => void): void {
    this.#lostListener = listener;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { rank } = this.membership;
    await Promise.all(this.#tails.values());
    for (const peer of this.#peers)
      peer.#lose(rank, new TrainError('peer_lost', `rank ${rank} ended its stream`));
  }

  async #deliver(peer: LoopbackTransport, bytes: Uint8Array, event: WireEvent): Promise<void> {
    if (event === 'drop') return;
    if (event === 'corrupt') bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 0x10;
    if (typeof event === 'object') {
      const clock = this.o.clock ?? systemClock;
      await new Promise<void>((resolve) => clock.after(event.delayMs, resolve));
    }
    peer.#arrive(this.membership.rank, bytes);
  }

  #arrive(from: number, bytes: Uint8Array): void {
    if (this.#closed || this.#lost.has(from)) return;
    if (!this.#frameListener) {
      this.#early.push(() => this.#arrive(from, bytes));
      return;
    }
    let frame: Frame;
    try {
      frame = this.#codec.decode(from, bytes);
    } catch (cause) {
      const refusal = TrainError.from(cause);
      this.refused += 1;
      if (refusal.details?.['refusal'] !== 'fence') this.#lose(from, refusal);
      return;
    }
    this.#frameListener(from, frame);
  }

  #lose(peer: number, cause: Error): void {
    if (this.#closed || this.#lost.has(peer) || peer === this.membership.rank) return;
    this.#lost.add(peer);
    this.#lostListener?.(peer, cause);
  }
}
