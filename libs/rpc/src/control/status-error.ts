import { type ServiceError, status } from '@grpc/grpc-js';
import type { ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** gRPC statuses that mean something more exact than "the coordinator cannot be reached". */
const CODES: Readonly<Partial<Record<status, ErrorCode>>> = {
  [status.UNAUTHENTICATED]: 'unauthenticated',
  [status.PERMISSION_DENIED]: 'forbidden',
  [status.UNIMPLEMENTED]: 'incompatible',
  [status.FAILED_PRECONDITION]: 'incompatible',
  [status.RESOURCE_EXHAUSTED]: 'too_large',
  [status.DEADLINE_EXCEEDED]: 'deadline',
};

/** The end of a control stream as an error of ours. */
export function statusToError(error: Pick<ServiceError, 'code' | 'details' | 'message'>): TrainError {
  const code = CODES[error.code] ?? 'unavailable';
  return new TrainError(code, `control session: ${error.details || error.message}`, { cause: error });
}
