import { Metadata } from '@grpc/grpc-js';
import type { Membership } from '@ringmaster/collective';
import { PROTOCOL_VERSION, wire } from '@ringmaster/contracts';
import { type Generation, generationName, TrainError } from '@ringmaster/core';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { hmacSha256, sameBytes } from './hmac-sha256.js';

const { PingRequest, PullRequest } = wire.v1;
const PROOF_KEY = 'ringmaster-proof';

/** A request as it goes over the wire: bytes, and in the metadata a proof that the sender knows the job's secret. */
export interface SignedRequest {
  readonly bytes: Buffer;
  readonly metadata: Metadata;
}

/** The secret of a membership, as the two ends of the data plane use it: to sign requests and to check them. */
export interface Credentials {
  readonly membership: Membership;
  readonly secret: Uint8Array;
  /** How to connect to the others. */
  readonly tls?: TlsIdentity | undefined;
}

/** What a process serves whatever the generation. */
export interface AttemptCredentials {
  readonly jobId: string;
  readonly attempt: number;
  readonly secret: Uint8Array;
}

/** A request of another rank whose proof was checked. */
export interface Asked {
  readonly generation: Generation;
  /** The rank that asks, and the one that it asks, within that generation. */
  readonly rank: number;
  readonly to: number;
}

/** Proofs for one purpose are none for another. */
export type Purpose = 'pull' | 'state';

export function signedPull(
  { membership, secret }: Credentials,
  to: number,
  purpose: Purpose = 'pull',
): SignedRequest {
  const { jobId, attempt, generation, rank } = membership;
  const { epoch, n, nonce } = generation;
  const request = { jobId, attempt, epoch, generation: n, nonce, rank, to, protocol: PROTOCOL_VERSION };
  return signed(Buffer.from(PullRequest.encode(request).finish()), secret, `${purpose}\n`);
}

export function signedPing({ membership, secret }: Credentials, to: number): SignedRequest {
  const bytes = Buffer.from(PingRequest.encode({ rank: membership.rank }).finish());
  return signed(bytes, secret, pingContext(membership, to));
}

/**
 * Checks the proof, then reads the request, then compares job and attempt. Whether its generation is served is the
 * caller's to say.
 * @throws TrainError `unauthenticated`, `incompatible`, or `fenced` when the caller belongs to another job or attempt
 */
export function readPull(
  { jobId, attempt, secret }: AttemptCredentials,
  { request: bytes, metadata }: { readonly request: Buffer; readonly metadata: Metadata },
  purpose: Purpose,
): Asked {
  checkProof(bytes, metadata, secret, `${purpose}\n`);
  const request = PullRequest.decode(bytes);
  if (request.protocol !== PROTOCOL_VERSION)
    throw new TrainError(
      'incompatible',
      `rank ${request.rank} speaks protocol ${request.protocol}, this rank speaks ${PROTOCOL_VERSION}`,
    );
  const { epoch, generation: n, nonce, rank, to } = request;
  if (request.jobId !== jobId || request.attempt !== attempt)
    throw new TrainError(
      'fenced',
      `rank ${rank} asks for job ${request.jobId}, attempt ${request.attempt}; here is job ${jobId}, attempt ${attempt}`,
    );
  return { generation: { epoch, n, nonce }, rank, to };
}

/** @throws TrainError `fenced` unless the request is from a peer to this rank, in this generation */
export function checkPeer(asked: Asked, { generation, rank, world }: Membership): void {
  if (generationName(asked.generation) !== generationName(generation))
    throw new TrainError(
      'fenced',
      `rank ${asked.rank} asks for generation ${generationName(asked.generation)}; here is generation ${generationName(generation)}`,
    );
  if (asked.to !== rank)
    throw new TrainError('fenced', `rank ${asked.rank} asks for rank ${asked.to}; here is rank ${rank}`);
  if (asked.rank >= world || asked.rank === rank)
    throw new TrainError('fenced', `rank ${asked.rank} is no peer of rank ${rank} of ${world}`);
}

/** @throws TrainError `unauthenticated` */
export function admitPing({ membership, secret }: Credentials, bytes: Buffer, metadata: Metadata): void {
  checkProof(bytes, metadata, secret, pingContext(membership, membership.rank));
}

const pingContext = ({ jobId, attempt, generation }: Membership, to: number): string =>
  `ping to rank ${to} ${JSON.stringify([jobId, attempt, generationName(generation)])}\n`;

const proofOf = (bytes: Buffer, secret: Uint8Array, context: string): Uint8Array =>
  hmacSha256(secret, Buffer.concat([Buffer.from(context), bytes]));

function signed(bytes: Buffer, secret: Uint8Array, context: string): SignedRequest {
  const metadata = new Metadata();
  metadata.set(PROOF_KEY, Buffer.from(proofOf(bytes, secret, context)).toString('hex'));
  return { bytes, metadata };
}

function checkProof(bytes: Buffer, metadata: Metadata, secret: Uint8Array, context: string): void {
  const given = Buffer.from(String(metadata.get(PROOF_KEY)[0] ?? ''), 'hex');
  if (!sameBytes(given, proofOf(bytes, secret, context)))
    throw new TrainError('unauthenticated', 'the caller does not know the secret of this job');
}
