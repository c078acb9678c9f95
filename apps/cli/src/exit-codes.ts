import { ERROR_CODES } from '@ringmaster/contracts';
import type { TrainError } from '@ringmaster/core';

/** The exit codes of every verb. */
export const EXIT = {
  ok: 0,
  jobFailed: 1,
  usage: 2,
  notFound: 3,
  unauthenticated: 4,
  unreachable: 5,
  timeout: 6,
  interrupted: 130,
} as const;

export const exitCodeOf = (error: TrainError): number => ERROR_CODES[error.code].exitCode;
