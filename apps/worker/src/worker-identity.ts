import { tlsLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { bareHost, isLoopback } from '@ringmaster/rpc/http';
import { identityProblem, readTlsIdentity, type TlsIdentity } from '@ringmaster/rpc/tls';
import { exposedFlags, type WorkerConfig } from './config.js';

/** The certificates of a worker's host. @throws TrainError `unauthenticated` naming the file that is missing or useless */
export function readWorkerIdentity(tlsDir: string): Promise<TlsIdentity> {
  const { caCert, workerCert, workerKey } = tlsLayout(tlsDir);
  return readTlsIdentity(
    { ca: caCert, cert: workerCert, key: workerKey },
    'make certificates for this host where the coordinator runs: `ringmaster certs issue <worker> --host <this host>`, and copy the directory here',
  );
}

/**
 * Looks at the certificates before anything is dialled or listened on.
 * @throws TrainError `unauthenticated` when flags lead off loopback, or TLS is wanted, and there are none that others accept
 */
export async function checkWorkerIdentity(config: WorkerConfig, tlsDir: string): Promise<void> {
  const exposed = exposedFlags(config);
  if (exposed.length === 0 && config.tls !== 'on' && config.tlsDir === undefined) return;
  const why = exposed.length > 0 ? `${exposed.join(' and ')}: nothing leaves loopback without TLS; ` : '';
  const identity = await readWorkerIdentity(tlsDir).catch((cause: unknown) => {
    const { code, message } = TrainError.from(cause);
    throw new TrainError(code, `${why}${message}`, { cause });
  });
  const problem = identityProblem(identity, {
    now: new Date(),
    hosts: isLoopback(config.advertise) ? [] : [bareHost(config.advertise)],
  });
  if (problem !== undefined)
    throw new TrainError(
      'unauthenticated',
      `${tlsLayout(tlsDir).workerCert}: ${problem}; \`ringmaster certs issue\` makes another one`,
    );
}
