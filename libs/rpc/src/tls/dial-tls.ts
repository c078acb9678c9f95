import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { targetOf } from '../http/listen-address.js';
import type { TlsIdentity } from './tls-identity.js';

/** How to begin a TLS connection. */
export type DialOptions = Pick<ConnectionOptions, 'ALPNProtocols' | 'rejectUnauthorized'>;

/** A TLS connection to `host:port`, with a certificate of its own where there is one. It may still fail. */
export function dialTls(address: string, identity: Partial<TlsIdentity>, more: DialOptions = {}): TLSSocket {
  const { host, port } = targetOf(address);
  const { ca, cert, key } = identity;
  return connect({ ...{ host, port, ca, cert, key }, ...(isIP(host) ? {} : { servername: host }), ...more });
}
