import {
  createFrameCodec,
  type Frame,
  type FrameCodec,
  Liveness,
  type Membership,
  type Transport,
} from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import type { Peer, PeerTrouble } from '@ringmaster/training';
import { weakKeyedHash } from '../transport/weak-keyed-hash.js';
import type { FrameFaults, FrameLink } from './frame-faults.js';
import type { Phase } from './phases.js';
import type { SimNetwork, WireSide } from './sim-network.js';
import type { SimProcess } from './sim-process.js';

/** What a rank's network knows of its world. */
export interface RankWorld {
  readonly process: SimProcess;
  readonly network: SimNetwork;
  /** Passes a phase; the process may die there. */
  readonly pass: (phase: Phase) => void;
  /** Silence after which another rank counts as lost, ms. */
  readonly peerSilentMs: number;
  /** What happens to frames on their way. */
  readonly frames: FrameFaults;
}

export interface Asked {
  readonly membership: Membership;
  readonly to: number;
}

/** Messages of a data connection. The rank that dials is the one that receives frames. */
export type DataMessage =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly error: TrainError }
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'state'; readonly bytes: Uint8Array; readonly isLast: boolean };

interface Pull {
  readonly peer: Peer;
  readonly side: WireSide;
  readonly admitted: Promise<void>;
  answer: ((failure?: TrainError) => void) | undefined;
  pong: (() => void) | undefined;
}

interface Outgoing {
  side: WireSide | undefined;
  readonly link: FrameLink;
  failure: TrainError | undefined;
  readonly waiting: { resolve(): void; reject(cause: TrainError): void }[];
}

/** The transport of one generation between simulated processes: frames are encoded, fenced and pinged as over gRPC. */
export class SimTransport implements Transport {
  readonly #codec: FrameCodec;
  readonly #pulls = new Map<number, Pull>();
  readonly #outgoing = new Map<number, Outgoing>();
  readonly #lost = new Map<number, TrainError>();
  #liveness: Liveness | undefined;
  #frames: ((from: number, frame: Frame) => void) | undefined;
  #losses: ((peer: number, cause: Error) => void) | undefined;
  #early: (() => void)[] = [];
  #closed = false;

  constructor(
    readonly membership: Membership,
    secret: Uint8Array,
    private readonly o: RankWorld,
  ) {
    this.#codec = createFrameCodec({ membership, secret, keyedHash: weakKeyedHash });
    for (let peer = 0; peer < membership.world; peer++)
      if (peer !== membership.rank) this.#outgoing.set(peer, this.#outgoingTo(peer));
  }

  get #clock(): Clock {
    return this.o.process.clock;
  }

  /** A peer pulls from this rank. */
  serve({ membership: { rank: peer } }: Asked, side: WireSide): void {
    const outgoing = this.#outgoing.get(peer);
    if (!outgoing || outgoing.side) return side.cancel();
    outgoing.side = side;
    side.listener = {
      message: (message) => {
        if ((message as DataMessage).kind === 'ping' && !this.#closed) side.send({ kind: 'pong' });
      },
      ended: () => this.#failOutgoing(peer, new TrainError('peer_lost', `rank ${peer} stopped pulling`)),
    };
    side.send({ kind: 'admitted' });
    for (const { resolve } of outgoing.waiting.splice(0)) resolve();
  }

  async connect(peers: readonly Peer[], signal: AbortSignal): Promise<void> {
    const others = peers.filter(({ rank }) => rank !== this.membership.rank);
    await Promise.all(others.map((peer) => this.#connectOne(peer, signal)));
    this.o.pass('rank: while it connects');
    this.#liveness = new Liveness({
      peers: others.map(({ rank }) => rank),
      clock: this.#clock,
      intervalMs: LIMITS.pingMs,
      silentMs: this.o.peerSilentMs,
      ping: (peer) => this.#ping(peer),
      onSilent: (peer, ms) =>
        this.#lose(peer, peerLost(`rank ${peer} gave no sign of life for ${Math.round(ms)} ms`, 'silent')),
    });
  }

  async send(to: number, frame: Frame): Promise<void> {
    const outgoing = this.#outgoing.get(to);
    if (!outgoing) throw new TrainError('internal', `rank ${to} is no peer`);
    if (outgoing.failure) throw outgoing.failure;
    const bytes = this.#codec.encode(to, frame);
    if (!outgoing.side)
      await new Promise<void>((resolve, reject) => outgoing.waiting.push({ resolve, reject }));
    this.o.pass('rank: before a frame is sent');
    outgoing.link.pass(bytes);
    this.o.pass('rank: after a frame was sent');
  }

  onFrame(listener: (from: number, frame: Frame) => void): void {
    this.#frames = listener;
    for (const again of this.#early.splice(0)) again();
  }

  onPeerLost(listener: (peer: number, cause: Error) => void): void {
    this.#losses = listener;
    for (const [peer, cause] of this.#lost) listener(peer, cause);
  }

  async troubles(): Promise<readonly PeerTrouble[]> {
    return [...this.#pulls].flatMap(([rank, { peer }]): readonly PeerTrouble[] => {
      const cause = this.#lost.get(rank);
      const silentMs = this.#liveness?.silentMs(rank) ?? 0;
      if (!cause)
        return silentMs < LIMITS.peerSuspectMs
          ? []
          : [{ rank, kind: 'silent', message: `silent for ${Math.round(silentMs)} ms` }];
      const kind = cause.details?.['kind'];
      if (kind === 'ended') return [];
      if (kind === 'silent') return [{ rank, kind, message: cause.message }];
      const isDead = this.o.network.isNobodyAt(peer.address, this.o.process.host);
      return [{ rank, kind: isDead ? 'dead' : 'broken', message: cause.message }];
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#liveness?.stop();
    for (const [peer, outgoing] of this.#outgoing) {
      outgoing.link.release();
      outgoing.side?.end();
      this.#failOutgoing(peer, new TrainError('cancelled', 'this transport is closed'));
    }
    for (const { side } of this.#pulls.values()) side.cancel();
  }

  #outgoingTo(peer: number): Outgoing {
    const put = (bytes: Uint8Array) =>
      this.#outgoing.get(peer)?.side?.send({ kind: 'frame', bytes } satisfies DataMessage);
    return { side: undefined, link: this.o.frames.link(put), failure: undefined, waiting: [] };
  }

  #failOutgoing(peer: number, failure: TrainError): void {
    const outgoing = this.#outgoing.get(peer);
    if (!outgoing || outgoing.failure) return;
    outgoing.failure = failure;
    for (const { reject } of outgoing.waiting.splice(0)) reject(failure);
  }

  async #connectOne(peer: Peer, signal: AbortSignal): Promise<void> {
    const pull = this.#pull(peer);
    this.#pulls.set(peer.rank, pull);
    const late = `rank ${peer.rank} at ${peer.address} did not answer within ${LIMITS.connectMs} ms`;
    const cancel = this.#clock.after(LIMITS.connectMs, () => pull.answer?.(new TrainError('deadline', late)));
    const abort = () => pull.answer?.(new TrainError('cancelled', 'connecting was cancelled'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      await pull.admitted;
    } catch (caught) {
      const cause = TrainError.from(caught);
      pull.side.cancel();
      const kind = cause.code === 'deadline' ? 'silent' : 'broken';
      if (cause.code !== 'cancelled')
        this.#lost.set(peer.rank, new TrainError(cause.code, cause.message, { details: { kind } }));
      throw new TrainError(cause.code, cause.message, { cause, details: { rank: peer.rank } });
    } finally {
      cancel();
      signal.removeEventListener('abort', abort);
    }
  }

  #pull(peer: Peer): Pull {
    let settle: (failure?: TrainError) => void = () => undefined;
    const admitted = new Promise<void>((resolve, reject) => {
      settle = (failure) => (failure ? reject(failure) : resolve());
    });
    const request: Asked & { kind: 'frames' } = {
      kind: 'frames',
      membership: this.membership,
      to: peer.rank,
    };
    const side = this.o.network.dial(this.o.process, peer.address, request, {
      message: (message) => this.#hear(pull, message as DataMessage),
      ended: (how) => {
        const cause =
          how === 'ended'
            ? peerLost(`rank ${peer.rank} ended its stream`, 'ended')
            : peerLost(`the stream of rank ${peer.rank} broke (${how})`, 'broken');
        if (pull.answer) this.#answer(pull, cause);
        else this.#lose(peer.rank, cause);
      },
    });
    const pull: Pull = { peer, side, admitted, answer: settle, pong: undefined };
    return pull;
  }

  #answer(pull: Pull, failure?: TrainError): void {
    const { answer } = pull;
    pull.answer = undefined;
    answer?.(failure);
  }

  #hear(pull: Pull, message: DataMessage): void {
    const { rank } = pull.peer;
    switch (message.kind) {
      case 'admitted':
        return this.#answer(pull);
      case 'refused':
        if (pull.answer) return this.#answer(pull, message.error);
        return this.#lose(rank, message.error);
      case 'pong':
        pull.pong?.();
        return;
      case 'frame':
        return this.#receive(rank, message.bytes);
      case 'ping':
      case 'state':
        return;
    }
  }

  #receive(from: number, bytes: Uint8Array): void {
    if (this.#closed || this.#lost.has(from)) return;
    if (!this.#frames) return void this.#early.push(() => this.#receive(from, bytes));
    this.#liveness?.heard(from);
    let frame: Frame;
    try {
      frame = this.#codec.decode(from, bytes);
    } catch (cause) {
      const refusal = TrainError.from(cause);
      if (refusal.details?.['refusal'] !== 'fence') this.#lose(from, peerLost(refusal.message, 'broken'));
      return;
    }
    this.#frames(from, frame);
    this.o.pass('rank: after a frame was received');
  }

  #ping(peer: number): Promise<void> {
    const pull = this.#pulls.get(peer);
    return new Promise((resolve, reject) => {
      if (!pull) return reject(new TrainError('internal', `no connection to rank ${peer}`));
      const cancel = this.#clock.after(LIMITS.peerSilentMs, () =>
        reject(new TrainError('deadline', 'no answer')),
      );
      pull.pong = () => (cancel(), resolve());
      pull.side.send({ kind: 'ping' } satisfies DataMessage);
    });
  }

  #lose(peer: number, cause: TrainError): void {
    if (this.#closed || this.#lost.has(peer)) return;
    this.#lost.set(peer, cause);
    this.#liveness?.forget(peer);
    this.#failOutgoing(peer, cause);
    this.#pulls.get(peer)?.side.cancel();
    this.#losses?.(peer, cause);
  }
}

const peerLost = (message: string, kind: 'ended' | 'broken' | 'silent'): TrainError =>
  new TrainError('peer_lost', message, { details: { kind } });
