import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { PortRange } from '../data/exchange-server.js';
import { hostPort } from '../http/listen-address.js';
import type { TlsIdentity } from '../tls/tls-identity.js';

/** First word and version of what a door says; the id of its agent follows, and the line ends. */
export const GREETING = 'ringmaster-probe 1';

export interface ProbeDoorOptions {
  readonly agentId: string;
  /** The only address that is bound. */
  readonly listenHost: string;
  /** The host under which the others dial it. */
  readonly advertiseHost: string;
  /** Its port is the last free one of these; any, where they are not given. */
  readonly ports?: PortRange | undefined;
  /** With it only those get an answer that show a certificate of the same authority. */
  readonly tls?: TlsIdentity | undefined;
}

/** Answers whoever dials with who is there: so other workers find out whether trainers of this host would be reached. */
export interface ProbeDoor {
  /** `host:port` for the others. */
  readonly address: string;
  /** Shows these certificates from now on: the old ones may run out. */
  renew(tls: TlsIdentity): void;
  close(): void;
}

/** @throws TrainError `unavailable` when no port can be bound */
export async function openProbeDoor(o: ProbeDoorOptions): Promise<ProbeDoor> {
  const answer = (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(LIMITS.connectMs, () => socket.destroy());
    socket.end(`${GREETING} ${o.agentId}\n`);
    socket.resume();
  };
  const secure =
    o.tls && createTlsServer({ ...pick(o.tls), requestCert: true, rejectUnauthorized: true }, answer);
  secure?.on('tlsClientError', () => undefined);
  const server = secure ?? createServer(answer);
  server.maxConnections = 2 * LIMITS.meshAgents;
  const port = await bind(server, o);
  server.unref();
  return {
    address: hostPort(o.advertiseHost, port),
    renew: (tls) => secure?.setSecureContext(pick(tls)),
    close: () => void server.close(),
  };
}

const pick = ({ ca, cert, key }: TlsIdentity) => ({ ca, cert, key });

async function bind(server: Server | TlsServer, { listenHost, ports }: ProbeDoorOptions): Promise<number> {
  const { from, to } = ports ?? { from: 0, to: 0 };
  for (let port = to; port >= from; port -= 1) {
    const bound = await bindOne(server, { host: listenHost, port });
    if (bound !== undefined) return bound;
  }
  const where = ports ? `ports ${from}-${to} of ${listenHost}` : listenHost;
  throw new TrainError('unavailable', `no port is free on ${where}; see --advertise and --data-ports`);
}

/** Undefined when the port is taken, or may not be bound. */
function bindOne(
  server: Server | TlsServer,
  at: { readonly host: string; readonly port: number },
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const fail = () => {
      server.off('listening', succeed);
      resolve(undefined);
    };
    const succeed = () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : undefined);
    };
    server.once('error', fail);
    server.once('listening', succeed);
    server.listen(at);
  });
}
