import { type sendUnaryData, Server, type ServerUnaryCall } from '@grpc/grpc-js';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { hostPort } from '../http/listen-address.js';
import { bindWithin, type PortRange } from '../port-range.js';
import { toGrpcStatus } from '../status.js';
import { serverCredentials } from '../tls/grpc-credentials.js';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { SERVE_OPTIONS } from './channel-options.js';
import { exchangeService } from './exchange-service.js';
import type { PullCall } from './outgoing-stream.js';

export interface ExchangeServerOptions {
  /** The only address that is bound. */
  readonly listenHost: string;
  /** The first free port of the range; any free port by default. */
  readonly ports?: PortRange | undefined;
  /** With it only ranks with a certificate of its authority come in. */
  readonly tls?: TlsIdentity | undefined;
  readonly logger: Logger;
  /** What they throw is the refusal of the call. */
  readonly onPull: (call: PullCall) => void;
  readonly onPullState: (call: PullCall) => void;
  /** @returns the answer */
  readonly onPing: (call: ServerUnaryCall<Buffer, Buffer>) => Buffer;
}

/** The serving half of a rank's data plane. */
export interface ExchangeServer {
  readonly port: number;
  /** Calls that were refused: wrong secret, other generation, unknown rank. */
  readonly refusedCalls: () => number;
  /** Refuses a call that was let in at first. */
  refuse(call: PullCall, cause: unknown): void;
  close(clock: Clock): Promise<void>;
}

/** @throws TrainError `unavailable` when no port can be bound */
export async function startExchangeServer(o: ExchangeServerOptions): Promise<ExchangeServer> {
  const server = new Server(SERVE_OPTIONS);
  let refused = 0;
  const refuse = (cause: unknown) => {
    refused += 1;
    const error = TrainError.from(cause);
    o.logger.warn('refused a data-plane call', { code: error.code, reason: error.message, refused });
    return toGrpcStatus(error);
  };
  const refuseCall = (call: PullCall, cause: unknown) => void call.emit('error', refuse(cause));
  const streaming = (serve: (call: PullCall) => void) => (call: PullCall) => {
    try {
      serve(call);
    } catch (cause) {
      refuseCall(call, cause);
    }
  };
  server.addService(exchangeService, {
    pull: streaming(o.onPull),
    pullState: streaming(o.onPullState),
    ping: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
      try {
        answer(null, o.onPing(call));
      } catch (cause) {
        answer(refuse(cause));
      }
    },
  });
  const { listenHost: host, ports } = o;
  const wish = { host, ports, first: 'lowest', what: 'data-plane port' } as const;
  const port = await bindWithin(wish, (one) => bindOne(server, hostPort(host, one), o.tls));
  return {
    port,
    refusedCalls: () => refused,
    refuse: refuseCall,
    close: (clock) => shutDown(server, clock),
  };
}

const bindOne = (server: Server, address: string, tls: TlsIdentity | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(address, serverCredentials(tls), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });

const shutDown = (server: Server, clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(LIMITS.dataCloseMs, () => server.forceShutdown());
    server.tryShutdown(() => {
      cancel();
      resolve();
    });
  });
