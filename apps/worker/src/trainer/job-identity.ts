import { TrainError } from '@ringmaster/core';
import { isLoopback } from '@ringmaster/rpc/http';
import type { TlsIdentity } from '@ringmaster/rpc/tls';
import type { Assignment, TrainerConfig } from '../ipc/messages.js';
import { readWorkerIdentity } from '../worker-identity.js';

/**
 * The certificates with which a rank meets the coordinator's store and the other ranks: all of them speak TLS when the
 * coordinator does, and none when it does not. Read for each job, because they may have been renewed.
 * @throws TrainError `unauthenticated` when they cannot be read; `invalid` for plain text off loopback
 */
export async function jobIdentity(
  { artifactsUrl }: Pick<Assignment, 'artifactsUrl'>,
  { tlsDir, advertiseHost }: Pick<TrainerConfig, 'tlsDir' | 'advertiseHost'>,
): Promise<TlsIdentity | undefined> {
  if (artifactsUrl.startsWith('https:')) return readWorkerIdentity(tlsDir);
  if (isLoopback(advertiseHost)) return undefined;
  throw new TrainError(
    'invalid',
    `the coordinator does not speak TLS, and this worker serves others at ${advertiseHost}: nothing leaves loopback without TLS`,
  );
}
