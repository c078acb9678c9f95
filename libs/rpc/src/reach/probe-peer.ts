import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LIMITS } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import { hostOf } from '../http/listen-address.js';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { GREETING } from './probe-door.js';

/** Why a peer cannot be reached. */
export interface ProbeFault {
  /** For people; follows "… at host:port: ". */
  readonly why: string;
  /** It may only be busy: the connection stands, and nothing was said. */
  readonly mayPass: boolean;
}

export interface ProbedPeer {
  readonly agentId: string;
  /** `host:port` of its door. */
  readonly address: string;
}

const LONGEST_ANSWER = 256;

/** Dials a peer's door, within `LIMITS.connectMs`; undefined when the right one answers. */
export function probePeer(
  { agentId, address }: ProbedPeer,
  o: { readonly tls?: TlsIdentity | undefined; readonly clock: Clock },
): Promise<ProbeFault | undefined> {
  return new Promise((resolve) => {
    const socket = dial(address, o.tls);
    let isConnected = false;
    let answer = '';
    const settle = (why?: string, mayPass = false) => {
      cancel();
      socket.destroy();
      resolve(why === undefined ? undefined : { why, mayPass });
    };
    const cancel = o.clock.after(LIMITS.connectMs, () =>
      settle(
        `${isConnected ? 'nothing was said' : 'no connection'} within ${LIMITS.connectMs} ms`,
        isConnected,
      ),
    );
    socket.once('connect', () => (isConnected = true));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\n') || answer.length > LONGEST_ANSWER) settle(faultIn(answer, agentId));
    });
    socket.once('end', () => settle(faultIn(answer, agentId)));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(meaning(error)));
  });
}

function dial(address: string, tls: TlsIdentity | undefined): Socket {
  const host = hostOf(address);
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  if (!tls) return connect({ host, port });
  const { ca, cert, key } = tls;
  return connectTls({ host, port, ca, cert, key, ...(isIP(host) ? {} : { servername: host }) });
}

function faultIn(answer: string, agentId: string): string | undefined {
  const [line = ''] = answer.split('\n');
  if (line === `${GREETING} ${agentId}`) return undefined;
  if (line.startsWith(`${GREETING} `))
    return `another worker, ${line.slice(GREETING.length + 1).slice(0, 64)}, answers there`;
  return line === ''
    ? 'the connection was closed without an answer'
    : 'something else than a worker answers there';
}

const MEANING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  EHOSTUNREACH: 'there is no route to that host',
  ENETUNREACH: 'there is no route to that network',
  ENOTFOUND: 'that name is unknown here',
};

const meaning = ({ code = '', message }: NodeJS.ErrnoException): string =>
  MEANING[code] ? `${MEANING[code]} (${code})` : message;
