import { Metadata } from '@grpc/grpc-js';
import type { Membership } from '@ringmaster/collective';
import { PROTOCOL_VERSION, wire } from '@ringmaster/contracts';
import { type Generation, generationName, sameGeneration, TrainError } from '@ringmaster/core';
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
}

export function signedPull({ membership, secret }: Credentials, to: number): SignedRequest {
  const { jobId, attempt, generation, rank } = membership;
  const { epoch, n, nonce } = generation;
  const request = { jobId, attempt, epoch, generation: n, nonce, rank, protocol: PROTOCOL_VERSION };
  return signed(Buffer.from(PullRequest.encode(request).finish()), secret, pullContext(to));
}

export function signedPing({ membership, secret }: Credentials, to: number): SignedRequest {
  const bytes = Buffer.from(PingRequest.encode({ rank: membership.rank }).finish());
  return signed(bytes, secret, pingContext(membership, to));
}

/**
 * Checks the proof, then reads the request, then compares it with this membership.
 * @returns the rank that asks
 * @throws TrainError `unauthenticated`, or `fenced` when the caller belongs to another job, attempt or generation
 */
export function admitPull({ membership, secret }: Credentials, bytes: Buffer, metadata: Metadata): number {
  checkProof(bytes, metadata, secret, pullContext(membership.rank));
  const request = PullRequest.decode(bytes);
  if (request.protocol !== PROTOCOL_VERSION)
    throw new TrainError(
      'incompatible',
      `rank ${request.rank} speaks protocol ${request.protocol}, rank ${membership.rank} speaks ${PROTOCOL_VERSION}`,
    );
  const asked: Generation = { epoch: request.epoch, n: request.generation, nonce: request.nonce };
  const { jobId, attempt, generation, world } = membership;
  if (request.jobId !== jobId || request.attempt !== attempt || !sameGeneration(asked, generation))
    throw new TrainError(
      'fenced',
      `rank ${request.rank} asks for job ${request.jobId}, attempt ${request.attempt}, generation ${generationName(asked)}; ` +
        `here is job ${jobId}, attempt ${attempt}, generation ${generationName(generation)}`,
    );
  if (request.rank >= world || request.rank === membership.rank)
    throw new TrainError('fenced', `rank ${request.rank} is no peer of rank ${membership.rank} of ${world}`);
  return request.rank;
}

/** @throws TrainError `unauthenticated` */
export function admitPing({ membership, secret }: Credentials, bytes: Buffer, metadata: Metadata): void {
  checkProof(bytes, metadata, secret, pingContext(membership, membership.rank));
}

const pullContext = (to: number): string => `pull to rank ${to}\n`;
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
