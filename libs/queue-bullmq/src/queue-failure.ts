import { TrainError } from '@ringmaster/core';

/** Codes with which BullMQ's scripts answer about a job. */
export const BULL_CODES = { jobNotExist: -1, lockNotExist: -2, jobNotInState: -3, lockMismatch: -6 } as const;

/** BullMQ's numeric code of a failed command, if it carries one. */
export function bullCode(cause: unknown): number | undefined {
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** `unavailable` for everything that means that Redis does not answer now; `internal` for what Redis calls an error. */
export function queueFailure(cause: unknown, action: string): TrainError {
  if (cause instanceof TrainError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const isBug = bullCode(cause) !== undefined || /^(ERR|WRONGTYPE)/.test(text);
  return new TrainError(isBug ? 'internal' : 'unavailable', `${action}: ${text}`, { cause });
}

/** Runs `work`, and gives up on it after `ms`: its promise may stay open, its failure is ignored then. */
export function within<T>(ms: number, action: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TrainError('unavailable', `${action}: no answer within ${ms} ms`)),
      ms,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
