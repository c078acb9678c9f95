import { ERROR_CODES, type ErrorView } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';

/** What goes over the wire for a caught value: `{error}` with the status of its code. Bugs of ours are logged. */
export function errorReply(caught: unknown, logger: Logger): { status: number; body: { error: ErrorView } } {
  const error = fromFastify(caught) ?? TrainError.from(caught);
  if (error.code === 'internal')
    logger.error('a request failed', {
      error: error.message,
      stack: caught instanceof Error ? caught.stack : undefined,
    });
  return { status: ERROR_CODES[error.code].http, body: { error: error.view() } };
}

function fromFastify(caught: unknown): TrainError | undefined {
  if (caught instanceof TrainError || !(caught instanceof Error) || !('statusCode' in caught))
    return undefined;
  const { statusCode } = caught;
  if (statusCode === 413) return new TrainError('too_large', caught.message);
  if (statusCode === 404) return new TrainError('not_found', caught.message);
  return typeof statusCode === 'number' && statusCode < 500
    ? new TrainError('invalid', caught.message)
    : undefined;
}
