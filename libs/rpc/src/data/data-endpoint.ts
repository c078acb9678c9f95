import type { ServerUnaryCall } from '@grpc/grpc-js';
import type { Membership } from '@ringmaster/collective';
import { LIMITS, wire } from '@ringmaster/contracts';
import {
  type Clock,
  compareGenerations,
  type Generation,
  generationName,
  type Logger,
  sameGeneration,
  TrainError,
} from '@ringmaster/core';
import { admitPing, type Asked, type AttemptCredentials, checkPeer, readPull } from './admission.js';
import { hostPort } from '../http/listen-address.js';
import type { TlsIdentity } from '../tls/tls-identity.js';
import type { PortRange } from '../port-range.js';
import { type ExchangeServer, startExchangeServer } from './exchange-server.js';
import { GrpcTransport } from './grpc-transport.js';
import type { PullCall } from './outgoing-stream.js';
import type { Peer } from '@ringmaster/training';
import { pullState, serveState } from './state-transfer.js';

export interface DataEndpointOptions extends AttemptCredentials {
  /** The only address that is bound. */
  readonly listenHost: string;
  readonly ports?: PortRange | undefined;
  /** The host under which peers reach this rank. */
  readonly advertiseHost: string;
  /** With it every connection between ranks is mutual TLS; the proof of the job's secret comes on top. */
  readonly tls?: TlsIdentity | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Offer {
  readonly membership: Membership;
  readonly state: Uint8Array;
}

interface Waiting {
  readonly asked: Asked;
  readonly call: PullCall;
  readonly kind: 'frames' | 'state';
  readonly cancel: () => void;
}

/**
 * The data plane of one rank's process, from generation to generation: one server, and the transport of the generation
 * that it is in. Whoever asks for a later generation than that is not refused but waits: it heard of it earlier.
 */
export class DataEndpoint {
  #server: ExchangeServer | undefined;
  #current: GrpcTransport | undefined;
  /** The latest generation that this process has been in; older ones are refused for ever. */
  #latest: Generation | undefined;
  #offer: Offer | undefined;
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new Set<Promise<void>>();
  #framesRefused = 0;

  private constructor(private readonly o: DataEndpointOptions) {}

  /** @throws TrainError `unavailable` when no port can be bound */
  static async open(o: DataEndpointOptions): Promise<DataEndpoint> {
    const endpoint = new DataEndpoint(o);
    endpoint.#server = await startExchangeServer({
      ...o,
      onPull: (call) => endpoint.#asked('frames', call),
      onPullState: (call) => endpoint.#asked('state', call),
      onPing: (call) => endpoint.#ping(call),
    });
    return endpoint;
  }

  /** `host:port` for the other ranks. */
  get dataAddress(): string {
    return hostPort(this.o.advertiseHost, this.#server?.port ?? 0);
  }

  /** What was refused so far: calls without the right proof or generation, and frames that failed the fence. */
  refused(): { readonly calls: number; readonly frames: number } {
    const frames = this.#framesRefused + (this.#current?.refusedFrames ?? 0);
    return { calls: this.#server?.refusedCalls() ?? 0, frames };
  }

  /**
   * Leaves the present generation for a later one; `connect` of what it returns pulls from the others. From now on they
   * may pull from here.
   */
  enter(membership: Membership): GrpcTransport {
    this.leave();
    const transport = new GrpcTransport({ ...this.o, membership });
    this.#current = transport;
    this.#latest = membership.generation;
    this.#settleWaiting();
    return transport;
  }

  /** What is queued still flows, in the background. Of a generation that was left already: nothing. */
  leave(old: GrpcTransport | undefined = this.#current): void {
    if (!old || old !== this.#current) return;
    this.#current = undefined;
    this.#offer = undefined;
    this.#framesRefused += old.refusedFrames;
    const closed = old.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  /** State for the ranks of this generation that are behind; until it is left. */
  offer(membership: Membership, state: Uint8Array): void {
    this.#offer = { membership, state };
    this.#settleWaiting();
  }

  /** @throws TrainError as `pullState` of the transfer does */
  pullState(membership: Membership, source: Peer, signal: AbortSignal): Promise<Uint8Array> {
    const own = { membership, secret: this.o.secret, tls: this.o.tls };
    return pullState({ own, source, clock: this.o.clock, signal });
  }

  async close(): Promise<void> {
    this.leave();
    for (const waiting of [...this.#waiting])
      this.#refuse(waiting, new TrainError('cancelled', 'this rank has ended'));
    await Promise.all(this.#closing);
    await this.#server?.close(this.o.clock);
  }

  #asked(kind: Waiting['kind'], call: PullCall): void {
    const asked = readPull(this.o, call, kind === 'frames' ? 'pull' : 'state');
    if (this.#serve(kind, asked, call)) return;
    if (this.#waiting.size >= 2 * LIMITS.shards)
      throw new TrainError('fenced', 'too many ranks wait for a later generation of this one');
    const patienceMs = kind === 'frames' ? LIMITS.connectMs : LIMITS.gangReadyMs;
    const cancel = this.o.clock.after(patienceMs, () =>
      this.#refuse(waiting, this.#notHere(asked, `within ${patienceMs} ms`)),
    );
    const waiting: Waiting = { asked, call, kind, cancel };
    this.#waiting.add(waiting);
    call.on('cancelled', () => this.#forget(waiting));
  }

  /** False when it is too early. @throws TrainError `fenced` | `conflict` */
  #serve(kind: Waiting['kind'], asked: Asked, call: PullCall): boolean {
    const latest = this.#latest;
    if (!latest || compareGenerations(asked.generation, latest) > 0) return false;
    if (!this.#current || !sameGeneration(asked.generation, latest)) throw this.#notHere(asked, 'any more');
    if (kind === 'frames') this.#current.serve(asked, call);
    else if (!this.#offer) return false;
    else this.#serveState(asked, call, this.#offer);
    return true;
  }

  #serveState(asked: Asked, call: PullCall, { membership, state }: Offer): void {
    checkPeer(asked, membership);
    const own = { membership, secret: this.o.secret };
    void serveState(call, state, own, asked.rank).catch((error: unknown) =>
      this.#server?.refuse(call, error),
    );
  }

  #settleWaiting(): void {
    for (const waiting of [...this.#waiting]) {
      try {
        if (this.#serve(waiting.kind, waiting.asked, waiting.call)) this.#forget(waiting);
      } catch (error) {
        this.#refuse(waiting, error);
      }
    }
  }

  #refuse(waiting: Waiting, cause: unknown): void {
    this.#forget(waiting);
    this.#server?.refuse(waiting.call, cause);
  }

  #forget(waiting: Waiting): void {
    waiting.cancel();
    this.#waiting.delete(waiting);
  }

  #ping(call: ServerUnaryCall<Buffer, Buffer>): Buffer {
    const current = this.#current;
    if (!current) throw new TrainError('fenced', 'this rank is in no generation now');
    admitPing(current.credentials, call.request, call.metadata);
    return Buffer.from(wire.v1.PingReply.encode({ rank: current.membership.rank }).finish());
  }

  #notHere({ rank, generation }: Asked, when: string): TrainError {
    const here = this.#latest ? `generation ${generationName(this.#latest)}` : 'no generation yet';
    return new TrainError(
      'fenced',
      `rank ${rank} asks for generation ${generationName(generation)}, which this rank is not in ${when}; here is ${here}`,
    );
  }
}
