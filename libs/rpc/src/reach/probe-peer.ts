import { connect } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import { targetOf } from '../http/listen-address.js';
import { dialTls } from '../tls/dial-tls.js';
import { tlsFault } from '../tls/handshake-fault.js';
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
    const socket = o.tls ? dialTls(address, o.tls) : connect(targetOf(address));
    let isConnected = false;
    let isSecure = false;
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
    socket.once('secureConnect', () => (isSecure = true));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\n') || answer.length > LONGEST_ANSWER) settle(faultIn(answer, agentId));
    });
    socket.once('end', () => settle(faultIn(answer, agentId)));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(meaning(error, isSecure)));
  });
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

function meaning(error: NodeJS.ErrnoException, isSecure: boolean): string {
  const { code = '', message } = error;
  return MEANING[code] ? `${MEANING[code]} (${code})` : (tlsFault(error, isSecure) ?? message);
}
