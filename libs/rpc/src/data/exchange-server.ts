import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import { LIMITS, wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { toGrpcStatus } from '../status.js';
import { admitPing, admitPull, type Credentials } from './admission.js';
import { SERVE_OPTIONS } from './channel-options.js';
import { exchangeService } from './exchange-service.js';
import type { PullCall } from './outgoing-stream.js';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface ExchangeServerOptions {
  readonly credentials: Credentials;
  /** The only address that is bound. */
  readonly listenHost: string;
  /** The first free port of the range; any free port by default. */
  readonly ports?: PortRange | undefined;
  readonly logger: Logger;
  readonly onPull: (peer: number, call: PullCall) => void;
}

/** The serving half of a rank's data plane. */
export interface ExchangeServer {
  readonly port: number;
  /** Calls that were refused: wrong secret, other generation, unknown rank. */
  readonly refusedCalls: () => number;
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
  server.addService(exchangeService, {
    pull: (call: PullCall) => {
      try {
        o.onPull(admitPull(o.credentials, call.request, call.metadata), call);
      } catch (cause) {
        call.emit('error', refuse(cause));
      }
    },
    ping: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
      try {
        admitPing(o.credentials, call.request, call.metadata);
        const { rank } = o.credentials.membership;
        answer(null, Buffer.from(wire.v1.PingReply.encode({ rank }).finish()));
      } catch (cause) {
        answer(refuse(cause));
      }
    },
  });
  const port = await bind(server, o.listenHost, o.ports);
  return { port, refusedCalls: () => refused, close: (clock) => shutDown(server, clock) };
}

async function bind(server: Server, host: string, ports: PortRange | undefined): Promise<number> {
  const { from, to } = ports ?? { from: 0, to: 0 };
  let cause: unknown;
  for (let port = from; port <= to; port++) {
    try {
      return await bindOne(server, hostPort(host, port));
    } catch (error) {
      cause = error;
    }
  }
  const where = ports ? `ports ${from}-${to} of ${host}` : host;
  throw new TrainError('unavailable', `no data-plane port can be bound on ${where}; see --data-ports`, {
    cause,
  });
}

const bindOne = (server: Server, address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });

/** Host and port as one string; IPv6 in brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const shutDown = (server: Server, clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(LIMITS.dataCloseMs, () => server.forceShutdown());
    server.tryShutdown(() => {
      cancel();
      resolve();
    });
  });
