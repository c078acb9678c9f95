import { TrainError } from '@ringmaster/core';

/**
 * Names what went wrong with Redis. Whatever means "not now" (no connection, no answer in time, loading, memory full,
 * read-only replica) is `unavailable`; a refused password is `unauthenticated`; the rest is a bug of ours.
 */
export function redisFailure(cause: unknown, action: string): TrainError {
  if (cause instanceof TrainError) return cause;
  const text = ofScript(cause instanceof Error ? cause.message : String(cause));
  if (/^(NOAUTH|WRONGPASS|NOPERM)/.test(text))
    return new TrainError('unauthenticated', `${action}: Redis refused the credentials (${text})`, { cause });
  if (/^OOM /.test(text))
    return new TrainError('unavailable', `${action}: Redis is out of memory; raise its maxmemory`, { cause });
  if (/^(ERR|WRONGTYPE|NOSCRIPT)/.test(text))
    return new TrainError('internal', `${action}: ${text}`, { cause });
  return new TrainError('unavailable', `${action}: Redis does not answer (${text})`, { cause });
}

/** Before version 7 a command that fails within a script comes wrapped, as `ERR Error running script … @user_script:1: -OOM …`. */
const ofScript = (text: string): string =>
  /^ERR Error running script .*@user_script: ?\d+: -?(?<said>[A-Z]+ .*)$/s.exec(text)?.groups?.['said'] ??
  text;
