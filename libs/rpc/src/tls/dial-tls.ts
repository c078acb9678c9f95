import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { targetOf } from '../http/listen-address.js';
import type { TlsIdentity } from './tls-identity.js';

/** A TLS connection to `host:port`, with a certificate of its own. It may still fail. */
export function dialTls(
  address: string,
  { ca, cert, key }: TlsIdentity,
  more: { readonly ALPNProtocols?: string[] } = {},
): TLSSocket {
  const { host, port } = targetOf(address);
  return connect({ ...{ host, port, ca, cert, key }, ...(isIP(host) ? {} : { servername: host }), ...more });
}
