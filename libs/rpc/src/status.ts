import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { ERROR_CODES, type ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** The one table between our error codes and gRPC's statuses. */
const STATUS_OF: Readonly<Record<ErrorCode, status>> = {
  invalid: status.INVALID_ARGUMENT,
  data_corrupt: status.DATA_LOSS,
  non_finite: status.OUT_OF_RANGE,
  replica_drift: status.DATA_LOSS,
  limit_exceeded: status.RESOURCE_EXHAUSTED,
  artifact_corrupt: status.DATA_LOSS,
  not_found: status.NOT_FOUND,
  conflict: status.ALREADY_EXISTS,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  too_large: status.RESOURCE_EXHAUSTED,
  fenced: status.FAILED_PRECONDITION,
  rank_crashed: status.ABORTED,
  rank_out_of_memory: status.ABORTED,
  agent_lost: status.ABORTED,
  peer_lost: status.ABORTED,
  deadline: status.DEADLINE_EXCEEDED,
  cancelled: status.CANCELLED,
  unavailable: status.UNAVAILABLE,
  disk_full: status.RESOURCE_EXHAUSTED,
  incompatible: status.FAILED_PRECONDITION,
  internal: status.INTERNAL,
};

/** What a status means when it does not carry a code of ours: gRPC itself, or a stranger, made it. */
const CODE_OF: Readonly<Record<status, ErrorCode>> = {
  [status.OK]: 'internal',
  [status.CANCELLED]: 'cancelled',
  [status.UNKNOWN]: 'internal',
  [status.INVALID_ARGUMENT]: 'invalid',
  [status.DEADLINE_EXCEEDED]: 'deadline',
  [status.NOT_FOUND]: 'not_found',
  [status.ALREADY_EXISTS]: 'conflict',
  [status.PERMISSION_DENIED]: 'forbidden',
  [status.RESOURCE_EXHAUSTED]: 'too_large',
  [status.FAILED_PRECONDITION]: 'incompatible',
  [status.ABORTED]: 'peer_lost',
  [status.OUT_OF_RANGE]: 'invalid',
  [status.UNIMPLEMENTED]: 'incompatible',
  [status.INTERNAL]: 'internal',
  [status.UNAVAILABLE]: 'unavailable',
  [status.DATA_LOSS]: 'data_corrupt',
  [status.UNAUTHENTICATED]: 'unauthenticated',
};

const CODE_KEY = 'ringmaster-code';

/** What a gRPC handler answers for a caught value; the exact code travels in the trailers. */
export function toGrpcStatus(caught: unknown): StatusObject {
  const error = TrainError.from(caught);
  const metadata = new Metadata();
  metadata.set(CODE_KEY, error.code);
  return { code: STATUS_OF[error.code], details: error.message, metadata };
}

/** The error that a failed call stands for. `what` names the call and the peer, for the message. */
export function fromGrpcStatus(
  failed: { readonly code: status; readonly details: string; readonly metadata?: Metadata | undefined },
  what: string,
): TrainError {
  const named = failed.metadata?.get(CODE_KEY)[0]?.toString();
  const exact = named !== undefined && isCode(named) && STATUS_OF[named] === failed.code ? named : undefined;
  return new TrainError(exact ?? CODE_OF[failed.code] ?? 'internal', `${what}: ${failed.details}`, {
    cause: failed,
  });
}

const isCode = (name: string): name is ErrorCode => Object.hasOwn(ERROR_CODES, name);
