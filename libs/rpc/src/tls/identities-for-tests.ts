import { createAuthority, issueCertificate } from './certificates.js';
import type { TlsIdentity } from './tls-identity.js';

const DAY_MS = 86_400_000;

/** Certificates of one authority, made when a test asks for them. */
export async function testAuthority(name = 'test authority') {
  const validity = { notBefore: new Date(Date.now() - 2 * DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  const authority = await createAuthority({ name, ...validity });
  return {
    ca: authority.cert,
    issue: async (over: Partial<Parameters<typeof issueCertificate>[1]> = {}): Promise<TlsIdentity> => {
      const usages = ['server', 'client'] as const;
      const request = { name: 'host', hosts: ['127.0.0.1', 'localhost'], usages, ...validity, ...over };
      return { ca: authority.cert, ...(await issueCertificate(authority, request)) };
    },
    /** Expired a day ago. */
    expired: { notAfter: new Date(Date.now() - DAY_MS) },
  };
}
