import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { type ChannelCredentials, type ChannelOptions, credentials, ServerCredentials } from '@grpc/grpc-js';
import { hostOf } from '../http/listen-address.js';
import type { TlsIdentity } from './tls-identity.js';

/** What a server shows and demands: with an identity a certificate of its authority from every caller. */
export function serverCredentials(tls: TlsIdentity | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const own = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) };
  return ServerCredentials.createSsl(Buffer.from(tls.ca), [own], true);
}

/** Sent instead of a server name to hosts that have none: TLS forbids addresses there (RFC 6066, section 3). */
const NAMELESS: ChannelOptions = { 'grpc.ssl_target_name_override': 'ringmaster' };

/** What a caller shows and demands: with an identity a certificate of its authority for the host that it dials. */
export function secured(
  address: string,
  tls: TlsIdentity | undefined,
  options: ChannelOptions,
): [address: string, credentials: ChannelCredentials, options: ChannelOptions] {
  if (!tls) return [address, credentials.createInsecure(), options];
  const host = hostOf(address);
  const channel = credentials.createSsl(Buffer.from(tls.ca), Buffer.from(tls.key), Buffer.from(tls.cert), {
    checkServerIdentity: (_name, cert) => checkServerIdentity(host, cert),
  });
  return [address, channel, isIP(host) ? { ...options, ...NAMELESS } : options];
}
