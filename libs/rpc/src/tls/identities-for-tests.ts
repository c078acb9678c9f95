import { type CertifiedKey, createAuthority, issueCertificate } from './certificates.js';
import type { TlsIdentity } from './tls-identity.js';

const DAY_MS = 86_400_000;
const validity = () => ({
  notBefore: new Date(Date.now() - 2 * DAY_MS),
  notAfter: new Date(Date.now() + DAY_MS),
});

/** Certificates of one authority, made when a test asks for them. */
export function testIssuer(authority: CertifiedKey) {
  return {
    ca: authority.cert,
    issue: async (over: Partial<Parameters<typeof issueCertificate>[1]> = {}): Promise<TlsIdentity> => {
      const usages = ['server', 'client'] as const;
      const request = { name: 'host', hosts: ['127.0.0.1', 'localhost'], usages, ...validity(), ...over };
      return { ca: authority.cert, ...(await issueCertificate(authority, request)) };
    },
    /** Expired a day ago. */
    expired: { notAfter: new Date(Date.now() - DAY_MS) },
  };
}

/** The same of an authority of its own. */
export const testAuthority = async (name = 'test authority') =>
  testIssuer(await createAuthority({ name, ...validity() }));
