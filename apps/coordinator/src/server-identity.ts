import { tlsLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { hostPort, isLoopback } from '@ringmaster/rpc/http';
import { identityProblem, readTlsIdentity, type TlsIdentity } from '@ringmaster/rpc/tls';
import type { CoordinatorConfig } from './config.js';

/**
 * What the coordinator shows to users and workers.
 * @throws TrainError `unauthenticated`, before anything listens, when there is no certificate that its callers would accept
 */
export async function serverIdentity(
  dir: string,
  { http, control, advertise }: Pick<CoordinatorConfig, 'http' | 'control' | 'advertise'>,
): Promise<TlsIdentity> {
  const { caCert, serverCert, serverKey } = tlsLayout(dir);
  const exposed = [
    ...(isLoopback(http.host) ? [] : [`--listen ${hostPort(http.host, http.port)}`]),
    ...(isLoopback(control.host) ? [] : [`--control-listen ${hostPort(control.host, control.port)}`]),
  ];
  const why =
    exposed.length > 0 ? `${exposed.join(' and ')}: nothing listens off loopback without TLS; ` : '';
  const remedy = `make certificates with \`ringmaster certs init --host ${advertise}\``;
  const files = { ca: caCert, cert: serverCert, key: serverKey };
  const identity = await readTlsIdentity(files, remedy).catch((cause: unknown) => {
    throw new TrainError('unauthenticated', `${why}${TrainError.from(cause).message}`, { cause });
  });
  const problem = identityProblem(identity, { now: new Date(), hosts: [advertise] });
  if (problem === undefined) return identity;
  throw new TrainError(
    'unauthenticated',
    `${serverCert}: ${problem}; renew it with \`ringmaster certs renew server --host ${advertise}\``,
  );
}
