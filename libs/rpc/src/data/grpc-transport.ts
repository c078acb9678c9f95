import { Metadata } from '@grpc/grpc-js';
import {
  createFrameCodec,
  type Frame,
  type FrameCodec,
  type Membership,
  type Transport,
} from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { Credentials } from './admission.js';
import { type ExchangeServer, hostPort, type PortRange, startExchangeServer } from './exchange-server.js';
import { hmacSha256 } from './hmac-sha256.js';
import { Liveness } from './liveness.js';
import { OutgoingStream, type PullCall } from './outgoing-stream.js';
import { type Peer, PullingClient } from './pulling-client.js';

export interface GrpcTransportOptions {
  readonly membership: Membership;
  readonly jobSecret: Uint8Array;
  /** The only address that is bound, `127.0.0.1` by default. */
  readonly listenHost?: string;
  readonly ports?: PortRange | undefined;
  /** The host under which peers reach this rank; `listenHost` by default. */
  readonly advertiseHost?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A rank that serves but is not connected yet: its address is known before those of the others. */
export interface GrpcEndpoint {
  /** `host:port` for the other ranks. */
  readonly dataAddress: string;
  /**
   * Pulls from every other rank.
   * @throws TrainError `deadline` | `peer_lost` | `unauthenticated` | `fenced` | `cancelled`, naming rank and address
   */
  connect(peers: readonly Peer[], signal: AbortSignal): Promise<Transport>;
  /** What was refused so far: calls without the right proof or generation, and frames that failed the fence. */
  refused(): { readonly calls: number; readonly frames: number };
  close(): Promise<void>;
}

/**
 * The transport over gRPC. Each rank serves one stream a peer and pulls one from each; a stream error, an end or
 * `LIMITS.peerSilentMs` without a sign of life is the loss of the peer.
 */
export async function grpcTransport(o: GrpcTransportOptions): Promise<GrpcEndpoint> {
  const transport = new GrpcTransport(o);
  const { listenHost = '127.0.0.1', ports, logger } = o;
  const server = await startExchangeServer({
    credentials: transport.credentials,
    listenHost,
    ports,
    logger,
    onPull: (peer, call) => transport.serve(peer, call),
  });
  transport.server = server;
  return {
    dataAddress: hostPort(o.advertiseHost ?? listenHost, server.port),
    connect: async (peers, signal) => {
      await transport.connect(peers, signal);
      return transport;
    },
    refused: () => ({ calls: server.refusedCalls(), frames: transport.refusedFrames }),
    close: () => transport.close(),
  };
}

class GrpcTransport implements Transport {
  readonly membership: Membership;
  readonly credentials: Credentials;
  server: ExchangeServer | undefined;
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
    this.credentials = { membership: o.membership, secret: o.jobSecret };
    this.#codec = createFrameCodec({ ...this.credentials, keyedHash: hmacSha256 });
    for (let peer = 0; peer < o.membership.world; peer++)
      if (peer !== o.membership.rank) this.#outgoing.set(peer, new OutgoingStream(peer, this.#codec));
  }

  /** A peer pulls from this rank. @throws TrainError `conflict` | `cancelled` | `peer_lost` */
  serve(peer: number, call: PullCall): void {
    const outgoing = this.#outgoing.get(peer);
    outgoing?.attach(call);
    call.sendMetadata(new Metadata());
    // Its own last frames may still be on their way to us, so this alone does not make the peer lost.
    call.on('cancelled', () => outgoing?.fail(new TrainError('peer_lost', `rank ${peer} stopped pulling`)));
  }

  async connect(peers: readonly Peer[], signal: AbortSignal): Promise<void> {
    const others = peers.filter(({ rank }) => rank !== this.membership.rank);
    for (const rank of this.#outgoing.keys())
      if (!others.some((peer) => peer.rank === rank))
        throw new TrainError('internal', `no address was given for rank ${rank}`);
    for (const peer of others)
      this.#clients.set(peer.rank, new PullingClient(peer, this.credentials, this.o.clock));
    await Promise.all([...this.#clients.values()].map((client) => client.connect(signal)));
    this.#liveness = new Liveness({
      peers: [...this.#clients.keys()],
      clock: this.o.clock,
      intervalMs: LIMITS.pingMs,
      silentMs: LIMITS.peerSilentMs,
      ping: (peer) => this.#clients.get(peer)?.ping() ?? Promise.resolve(),
      onSilent: (peer, silentMs) => {
        const text = `rank ${peer} gave no sign of life for ${Math.round(silentMs)} ms`;
        this.#lose(peer, new TrainError('peer_lost', text));
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

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { clock } = this.o;
    await Promise.all([...this.#outgoing.values()].map((outgoing) => outgoing.close(clock)));
    this.#liveness?.stop();
    for (const client of this.#clients.values()) client.close();
    await this.server?.close(clock);
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
