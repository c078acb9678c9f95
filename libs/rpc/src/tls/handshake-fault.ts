import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { dialTls } from './dial-tls.js';
import { identityProblem, type TlsIdentity } from './tls-identity.js';

/** What Node and OpenSSL call a fault, and what it means to people. */
const MEANING: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of another authority than ca.crt',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of another authority than ca.crt',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of another authority than ca.crt',
  CERT_SIGNATURE_FAILURE: 'its certificate is of another authority than ca.crt',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody but itself',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a certificate, and none was shown',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not know the authority of the certificate that was shown',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS',
};

/**
 * Finds out why a TLS connection to `host:port` does not come about: shakes hands once more and names the fault. gRPC
 * itself only says that there is no connection. Undefined when the handshake works, or when there is nobody.
 */
export async function handshakeFault(
  address: string,
  identity: TlsIdentity,
  who = `the peer at ${address}`,
): Promise<TrainError | undefined> {
  const own = identityProblem(identity, { now: new Date() });
  if (own !== undefined) return fault(`${own}; ${who} does not accept it`);
  const found = await shakeHands(address, identity);
  if (found === undefined) return undefined;
  return fault(`${who} is refused, or refuses: ${found}`);
}

/**
 * Finds out whether a connection without TLS to `host:port` does not come about because the other side wants TLS. Undefined
 * when it does not, or when there is nobody.
 */
export async function plaintextFault(
  address: string,
  who = `the peer at ${address}`,
): Promise<TrainError | undefined> {
  if (!(await speaksTls(address))) return undefined;
  return fault(
    `${who} speaks TLS, and this side was started without: give it certificates (\`ringmaster certs issue\` makes them, ` +
      '--tls-dir names their directory)',
  );
}

const fault = (message: string) => new TrainError('unauthenticated', message, { details: { kind: 'tls' } });

/** Whoever it is, and whatever it wants to be shown: nothing is sent to it. */
function speaksTls(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dialTls(address, {}, { ALPNProtocols: ['h2'], rejectUnauthorized: false });
    const settle = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), LIMITS.connectMs);
    socket.once('secureConnect', () => settle(true));
    // Versions before TLS 1.3 tell within the handshake that a certificate is missing.
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => settle(code.includes('_ALERT_')));
    socket.once('close', () => settle(false));
  });
}

/** The fault, for people; undefined when there is none, or none of TLS. */
function shakeHands(address: string, identity: TlsIdentity): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = dialTls(address, identity, { ALPNProtocols: ['h2'] });
    let isSecure = false;
    const settle = (fault?: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(fault);
    };
    const timer = setTimeout(() => settle(), LIMITS.connectMs);
    socket.once('secureConnect', () => (isSecure = true));
    // A server that is content says so with its HTTP/2 settings.
    socket.once('data', () => settle());
    socket.once('error', (error: NodeJS.ErrnoException) => settle(tlsFault(error, isSecure)));
    socket.once('close', () => settle(isSecure ? CLOSED : undefined));
  });
}

const CLOSED =
  'it closed the connection when it saw the certificate that was shown: of another authority, or expired';

/** What an error of a TLS connection means, for people; undefined when it is none of TLS. */
export function tlsFault(error: NodeJS.ErrnoException, isSecure: boolean): string | undefined {
  const { code = '', message } = error;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `its certificate is for another host (${message})`;
  if (Object.hasOwn(MEANING, code)) return MEANING[code];
  if (code.startsWith('ERR_SSL_')) return `${message} (${code})`;
  return isSecure ? CLOSED : undefined;
}
