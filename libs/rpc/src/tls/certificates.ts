// The dependency injection inside of @peculiar/x509 needs it, and it must come first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { TrainError } from '@ringmaster/core';

/** A certificate with its private key, both PEM. */
export interface CertifiedKey {
  readonly cert: string;
  readonly key: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface LeafRequest extends Validity {
  /** Common name, for people. */
  readonly name: string;
  /** DNS names and IP addresses under which it may serve (subject alternative names); at least one. */
  readonly hosts: readonly string[];
  /** What it may be shown for: to serve, to call, or both. */
  readonly usages: readonly ('server' | 'client')[];
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** A certification authority of one's own: an ECDSA P-256 key and a self-signed certificate that may only sign leaves. */
export async function createAuthority({
  name,
  ...validity
}: Validity & { name: string }): Promise<CertifiedKey> {
  const keys = await newKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: distinguished(name),
    ...validity,
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: pem(cert), key: await privatePem(keys) };
}

/** A certificate signed by an authority, with a fresh key. @throws TrainError `invalid` for a host that is none */
export async function issueCertificate(authority: CertifiedKey, request: LeafRequest): Promise<CertifiedKey> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const issuer = new X509Certificate(authority.cert);
  const keys = await newKeys();
  const { name, notBefore, notAfter } = request;
  const cert = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: distinguished(name),
    issuer: issuer.subject,
    notBefore,
    notAfter,
    publicKey: keys.publicKey,
    signingKey: await privateKey(authority.key),
    signingAlgorithm: SIGNATURE,
    extensions: await leafExtensions(request, { issuer, keys }),
  });
  return { cert: pem(cert), key: await privatePem(keys) };
}

async function leafExtensions(
  { hosts, usages }: LeafRequest,
  { issuer, keys }: { issuer: X509Certificate; keys: CryptoKeyPair },
): Promise<Extension[]> {
  const usage = { server: ExtendedKeyUsage.serverAuth, client: ExtendedKeyUsage.clientAuth };
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension(usages.map((each) => usage[each])),
    new SubjectAlternativeNameExtension(hosts.map(alternativeName)),
    await AuthorityKeyIdentifierExtension.create(issuer),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
}

function alternativeName(host: string): { type: 'ip' | 'dns'; value: string } {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare)) return { type: 'ip', value: bare };
  if (HOST_NAME.test(bare)) return { type: 'dns', value: bare.toLowerCase() };
  throw new TrainError('invalid', `"${host}" is neither a host name nor an IP address`);
}

async function newKeys(): Promise<CryptoKeyPair> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  return (await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])) as unknown as CryptoKeyPair;
}

/** 127 random bits: positive, and never the same twice. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

const distinguished = (name: string): string => `CN=${name.replace(/[^A-Za-z0-9 ._:-]/g, '-').slice(0, 64)}`;
const pem = (cert: X509Certificate): string => `${cert.toString('pem')}\n`;

async function privatePem(keys: CryptoKeyPair): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as unknown as webcrypto.CryptoKey);
  return `${PemConverter.encode(bytes, PemConverter.PrivateKeyTag)}\n`;
}

async function privateKey(text: string): Promise<CryptoKey> {
  const [bytes] = PemConverter.decode(text);
  if (bytes === undefined) throw new TrainError('invalid', "the authority's key is not PEM");
  const key = await webcrypto.subtle.importKey('pkcs8', bytes, CURVE, false, ['sign']);
  return key as unknown as CryptoKey;
}
