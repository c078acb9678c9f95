import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { TrainError } from '@ringmaster/core';

/** Who a process is on a mutual TLS connection, and whom it believes; all PEM. */
export interface TlsIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** @throws TrainError `unauthenticated` naming the file that is missing or no certificate, and the command that makes it */
export async function readTlsIdentity(files: TlsFiles, hint: string): Promise<TlsIdentity> {
  const [ca, cert, key] = await Promise.all(
    [files.ca, files.cert, files.key].map((file) => readPem(file, hint)),
  );
  const identity = { ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
  for (const [file, text] of [
    [files.ca, identity.ca],
    [files.cert, identity.cert],
  ] as const)
    certificateOf(text, file);
  return identity;
}

async function readPem(file: string, hint: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new TrainError('unauthenticated', `${file} cannot be read (${code}); ${hint}`, { cause });
  });
}

function certificateOf(text: string, what: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw new TrainError('unauthenticated', `${what} is not a certificate in PEM form`, { cause });
  }
}

/** What a certificate says of itself. */
export interface CertificateFacts {
  readonly name: string;
  /** Its subject alternative names. */
  readonly hosts: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly serialNumber: string;
  readonly sha256: string;
}

/** @throws TrainError `unauthenticated` when it is no certificate */
export function certificateFacts(pem: string, what = 'the certificate'): CertificateFacts {
  const cert = certificateOf(pem, what);
  return {
    name: /^CN=(.*)$/m.exec(cert.subject)?.[1] ?? '',
    hosts: (cert.subjectAltName ?? '')
      .split(', ')
      .filter((entry) => entry !== '')
      .map((entry) => entry.replace(/^(DNS|IP Address):/, '').toLowerCase())
      .map((host) => (host === '0:0:0:0:0:0:0:1' ? '::1' : host)),
    notBefore: new Date(cert.validFrom),
    notAfter: new Date(cert.validTo),
    serialNumber: cert.serialNumber,
    sha256: cert.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/**
 * What is wrong with an identity before anybody else looks at it, for people: expired, not yet valid, of another
 * authority, or without one of `hosts`. Undefined when nothing is.
 */
export function identityProblem(
  { ca, cert }: Pick<TlsIdentity, 'ca' | 'cert'>,
  { now, hosts = [] }: { readonly now: Date; readonly hosts?: readonly string[] },
): string | undefined {
  const own = certificateOf(cert, 'the certificate');
  const { name, notBefore, notAfter, hosts: named } = certificateFacts(cert);
  if (notAfter < now) return `the certificate of ${name} expired at ${notAfter.toISOString()}`;
  if (notBefore > now) return `the certificate of ${name} is not valid before ${notBefore.toISOString()}`;
  const issuer = certificateOf(ca, 'the authority');
  if (!own.checkIssued(issuer) || !own.verify(issuer.publicKey))
    return `the certificate of ${name} was not issued by the authority in ca.crt`;
  const missing = hosts.find((host) => !covers(own, host));
  return missing === undefined
    ? undefined
    : `the certificate of ${name} is for ${named.join(', ') || 'no host'}, not for ${missing}`;
}

function covers(cert: X509Certificate, host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return (isIP(bare) ? cert.checkIP(bare) : cert.checkHost(bare)) !== undefined;
}
