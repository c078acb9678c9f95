import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { LIMITS } from '@ringmaster/contracts';
import { hostPort, type ListenAddress } from '../http/listen-address.js';
import { bindWithin, type PortRange } from '../port-range.js';
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
  const { listenHost: host, ports } = o;
  const wish = { host, ports, first: 'highest', what: 'port for the tests of other workers' } as const;
  const port = await bindWithin(wish, (one) => bindOne(server, { host, port: one }));
  server.unref();
  return {
    address: hostPort(o.advertiseHost, port),
    renew: (tls) => secure?.setSecureContext(pick(tls)),
    close: () => void server.close(),
  };
}

const pick = ({ ca, cert, key }: TlsIdentity) => ({ ca, cert, key });

function bindOne(server: Server, at: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      server.off('listening', succeed);
      reject(error);
    };
    const succeed = () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    };
    server.once('error', fail);
    server.once('listening', succeed);
    server.listen(at);
  });
}
