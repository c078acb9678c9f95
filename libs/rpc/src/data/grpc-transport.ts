import { Metadata } from '@grpc/grpc-js';
import {
  createFrameCodec,
  type Frame,
  type FrameCodec,
  Liveness,
  type Membership,
  type Transport,
} from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { Peer, PeerTrouble } from '@ringmaster/training';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { type Asked, checkPeer, type Credentials } from './admission.js';
import { hmacSha256 } from './hmac-sha256.js';
import { OutgoingStream, type PullCall } from './outgoing-stream.js';
import { isNobodyThere } from './probe.js';
import { PullingClient } from './pulling-client.js';

export interface GrpcTransportOptions {
  readonly membership: Membership;
  readonly secret: Uint8Array;
  readonly tls?: TlsIdentity | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The transport of one generation over gRPC. Each rank serves one stream a peer and pulls one from each; a stream
 * error, an end or `LIMITS.peerSilentMs` without a sign of life is the loss of the peer.
 */
export class GrpcTransport implements Transport {
  readonly membership: Membership;
  readonly credentials: Credentials;
  refusedFrames = 0;
  readonly #codec: FrameCodec;
  readonly #outgoing = new Map<number, OutgoingStream>();
  readonly #clients = new Map<number, PullingClient>();
  readonly #lost = new Map<number, TrainError>();
  #liveness: Liveness | undefined;
  #closing: Promise<void> | undefined;
  #lostListener: ((peer: number, cause: Error) => void) | undefined;

  constructor(private readonly o: GrpcTransportOptions) {
    this.membership = o.membership;
    this.credentials = { membership: o.membership, secret: o.secret, tls: o.tls };
    this.#codec = createFrameCodec({ ...this.credentials, keyedHash: hmacSha256 });
    for (let peer = 0; peer < o.membership.world; peer++)
      if (peer !== o.membership.rank) this.#outgoing.set(peer, new OutgoingStream(peer, this.#codec));
  }

  /** A peer pulls from this rank. @throws TrainError `fenced` | `conflict` | `cancelled` | `peer_lost` */
  serve(asked: Asked, call: PullCall): void {
    checkPeer(asked, this.membership);
    const { rank: peer } = asked;
    const outgoing = this.#outgoing.get(peer);
    outgoing?.attach(call);
    call.sendMetadata(new Metadata());
    // Its own last frames may still be on their way to us, so this alone does not make the peer lost.
    call.on('cancelled', () => outgoing?.fail(new TrainError('peer_lost', `rank ${peer} stopped pulling`)));
  }

  /** @throws TrainError with the rank in its details */
  async connect(peers: readonly Peer[], signal: AbortSignal): Promise<void> {
    const others = peers.filter(({ rank }) => rank !== this.membership.rank);
    for (const rank of this.#outgoing.keys())
      if (!others.some((peer) => peer.rank === rank))
        throw new TrainError('internal', `no address was given for rank ${rank}`);
    for (const peer of others)
      this.#clients.set(peer.rank, new PullingClient(peer, this.credentials, this.o.clock));
    await Promise.all([...this.#clients].map(([rank, client]) => this.#connectOne(rank, client, signal)));
    this.#liveness = new Liveness({
      peers: [...this.#clients.keys()],
      clock: this.o.clock,
      intervalMs: LIMITS.pingMs,
      silentMs: LIMITS.peerSilentMs,
      ping: (peer) => this.#clients.get(peer)?.ping() ?? Promise.resolve(),
      onSilent: (peer, silentMs) => {
        const text = `rank ${peer} gave no sign of life for ${Math.round(silentMs)} ms`;
        this.#lose(peer, new TrainError('peer_lost', text, { details: { kind: 'silent' } }));
      },
    });
  }

  send(to: number, frame: Frame): Promise<void> {
    const outgoing = this.#outgoing.get(to);
    if (outgoing) return outgoing.send(frame);
    const { rank, world } = this.membership;
    return Promise.reject(new TrainError('internal', `rank ${to} is no peer of rank ${rank} of ${world}`));
  }

  onFrame(listener: (from: number, frame: Frame) => void): void {
    for (const [rank, client] of this.#clients)
      client.listen({
        frame: (bytes) => this.#receive(rank, bytes, listener),
        end: (cause) => this.#lose(rank, cause),
      });
  }

  onPeerLost(listener: (peer: number, cause: Error) => void): void {
    this.#lostListener = listener;
    for (const [peer, cause] of this.#lost) listener(peer, cause);
  }

  /** Peers that are lost without having ended their streams, or suspiciously silent. Takes `LIMITS.peerProbeMs` at most. */
  async troubles(): Promise<readonly PeerTrouble[]> {
    const found = [...this.#clients].map(async ([rank, { peer }]): Promise<PeerTrouble | undefined> => {
      const cause = this.#lost.get(rank);
      const silentMs = this.#liveness?.silentMs(rank) ?? 0;
      if (!cause)
        return silentMs < LIMITS.peerSuspectMs
          ? undefined
          : { rank, kind: 'silent', message: `silent for ${Math.round(silentMs)} ms` };
      const { message, details } = cause;
      if (details?.['kind'] === 'ended') return undefined;
      if (details?.['kind'] === 'silent') return { rank, kind: 'silent', message };
      return { rank, kind: (await isNobodyThere(peer.address)) ? 'dead' : 'broken', message };
    });
    return (await Promise.all(found)).filter((trouble) => trouble !== undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #connectOne(rank: number, client: PullingClient, signal: AbortSignal): Promise<void> {
    try {
      await client.connect(signal);
    } catch (caught) {
      const cause = TrainError.from(caught);
      const kind = cause.code === 'deadline' ? 'silent' : 'broken';
      if (cause.code !== 'cancelled')
        this.#lost.set(rank, new TrainError(cause.code, cause.message, { details: { kind } }));
      throw new TrainError(cause.code, cause.message, { cause, details: { ...cause.details, rank } });
    }
  }

  async #close(): Promise<void> {
    const { clock } = this.o;
    await Promise.all([...this.#outgoing.values()].map((outgoing) => outgoing.close(clock)));
    this.#liveness?.stop();
    for (const client of this.#clients.values()) client.close();
  }

  #receive(from: number, bytes: Buffer, listener: (from: number, frame: Frame) => void): void {
    if (this.#closing || this.#lost.has(from)) return;
    this.#liveness?.heard(from);
    let frame: Frame;
    try {
      frame = this.#codec.decode(from, bytes);
    } catch (cause) {
      return this.#refuse(from, TrainError.from(cause));
    }
    listener(from, frame);
  }

  #refuse(from: number, refusal: TrainError): void {
    this.refusedFrames += 1;
    this.o.logger.warn('refused a frame', {
      rank: from,
      reason: refusal.message,
      refused: this.refusedFrames,
    });
    if (refusal.details?.['refusal'] !== 'fence')
      this.#lose(from, new TrainError('peer_lost', refusal.message, { cause: refusal }));
  }

  #lose(peer: number, cause: TrainError): void {
    if (this.#closing || this.#lost.has(peer)) return;
    this.#lost.set(peer, cause);
    this.#liveness?.forget(peer);
    this.#outgoing.get(peer)?.fail(new TrainError('peer_lost', cause.message, { cause }));
    this.#clients.get(peer)?.close();
    this.o.logger.info('a peer is gone', { rank: peer, reason: cause.message });
    this.#lostListener?.(peer, cause);
  }
}
