import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import type { Peer } from '@ringmaster/training';
import { fromGrpcStatus } from '../status.js';
import { secured } from '../tls/grpc-credentials.js';
import { handshakeFault } from '../tls/handshake-fault.js';
import { type Credentials, signedPing, signedPull } from './admission.js';
import { PULL_OPTIONS } from './channel-options.js';
import { exchangeService } from './exchange-service.js';

/** The receiving half towards one peer: pulls its frames, pings it. */
export class PullingClient {
  readonly #client: Client;
  #stream: ClientReadableStream<Buffer> | undefined;
  #failed: ServiceError | undefined;

  constructor(
    readonly peer: Peer,
    private readonly own: Credentials,
    private readonly clock: Clock,
  ) {
    this.#client = new Client(...secured(peer.address, own.tls, PULL_OPTIONS));
  }

  /**
   * Opens the stream; resolves when the peer has admitted this rank. No frame is read before `listen`.
   * @throws TrainError `deadline` after `LIMITS.connectMs`, `peer_lost`, `unauthenticated`, `fenced`, `cancelled`
   */
  async connect(signal: AbortSignal): Promise<void> {
    const { bytes, metadata } = signedPull(this.own, this.peer.rank);
    const { path, requestSerialize, responseDeserialize } = exchangeService.pull;
    const stream = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      bytes,
      metadata,
    );
    this.#stream = stream;
    stream.on('error', (error: ServiceError) => (this.#failed ??= error));
    try {
      await this.#admitted(stream, signal);
    } catch (cause) {
      this.close();
      throw (await this.#tlsFault(cause)) ?? cause;
    }
  }

  listen(on: {
    readonly frame: (bytes: Buffer) => void;
    /** Once, after the last frame. */
    readonly end: (cause: TrainError) => void;
  }): void {
    const stream = this.#stream as ClientReadableStream<Buffer>;
    let ended = false;
    const end = (cause: TrainError) => {
      if (!ended) on.end(cause);
      ended = true;
    };
    stream.on('error', (error: ServiceError) => end(this.#lost(error)));
    stream.on('end', () =>
      // In order: the peer has given up the generation, or is done; it is not gone.
      end(new TrainError('peer_lost', `${this.#name} ended its stream`, { details: { kind: 'ended' } })),
    );
    stream.on('data', on.frame);
    if (this.#failed) end(this.#lost(this.#failed));
  }

  ping(): Promise<void> {
    const { bytes, metadata } = signedPing(this.own, this.peer.rank);
    const { path, requestSerialize, responseDeserialize } = exchangeService.ping;
    const deadline = Date.now() + LIMITS.peerSilentMs;
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        bytes,
        metadata,
        { deadline },
        (error) => (error ? reject(fromGrpcStatus(error, `ping of ${this.#name}`)) : resolve()),
      );
    });
  }

  close(): void {
    this.#stream?.cancel();
    this.#client.close();
  }

  get #name(): string {
    return `rank ${this.peer.rank} at ${this.peer.address}`;
  }

  /** gRPC only says that there is no connection. */
  async #tlsFault(cause: unknown): Promise<TrainError | undefined> {
    const isLost = cause instanceof TrainError && cause.code === 'peer_lost';
    return isLost && this.own.tls ? handshakeFault(this.peer.address, this.own.tls, this.#name) : undefined;
  }

  #lost(error: ServiceError): TrainError {
    const cause = fromGrpcStatus(error, this.#name);
    const exact = ['unauthenticated', 'fenced', 'incompatible', 'conflict'].includes(cause.code);
    return exact ? cause : new TrainError('peer_lost', `${cause.message} (${status[error.code]})`, { cause });
  }

  #admitted(stream: ClientReadableStream<Buffer>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure?: TrainError) => {
        cancel();
        signal.removeEventListener('abort', abort);
        if (failure) reject(failure);
        else resolve();
      };
      const abort = () => settle(new TrainError('cancelled', `connecting to ${this.#name} was cancelled`));
      const late = () =>
        settle(new TrainError('deadline', `${this.#name} did not answer within ${LIMITS.connectMs} ms`));
      const cancel = this.clock.after(LIMITS.connectMs, late);
      stream.once('metadata', () => settle());
      stream.once('error', (error: ServiceError) => settle(this.#lost(error)));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
  }
}
