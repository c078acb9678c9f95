import type { ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage', 'StorageFull']);
const REFUSED = new Set([
  'AccessDenied',
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
]);
const ABSENT = new Set(['NoSuchKey', 'NotFound']);

interface S3Fault {
  readonly name: string;
  readonly status: number | undefined;
}

function faultOf(cause: unknown): S3Fault {
  const { name, $metadata } = cause as { name?: unknown; $metadata?: { httpStatusCode?: number } };
  return { name: typeof name === 'string' ? name : 'Error', status: $metadata?.httpStatusCode };
}

export const isAbsent = (cause: unknown): boolean =>
  ABSENT.has(faultOf(cause).name) || faultOf(cause).status === 404;

/**
 * An error of the S3 client as ours. Its own message stays out of what is shown and logged: it may repeat a key id or a
 * signed header. Errors of ours, and of whoever sends the bytes, pass through.
 */
export function s3Failure(cause: unknown, action: string, place: string): TrainError {
  if (cause instanceof TrainError) return cause;
  const { name, status } = faultOf(cause);
  const fail = (code: ErrorCode, why: string) =>
    new TrainError(code, `${action}: ${why}`, { details: { store: place, s3Error: name } });
  if (name === 'AbortError') return fail('cancelled', 'cancelled');
  if (FULL.has(name) || status === 507) return fail('disk_full', `the store ${place} has no room (${name})`);
  if (name === 'NoSuchBucket')
    return fail('unavailable', `there is no such bucket at ${place}; make it, or name another one`);
  if (REFUSED.has(name) || status === 401 || status === 403)
    return fail(
      'forbidden',
      `${place} refuses (${name}); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN or AWS_PROFILE, and that they may read, write, list and delete there`,
    );
  const answer = status === undefined ? reachability(cause) : `it answered ${status}`;
  return fail('unavailable', `${place} failed (${name}; ${answer}); is it up?`);
}

/** The system's word for a connection that failed, for example ECONNREFUSED. */
function reachability(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
}
