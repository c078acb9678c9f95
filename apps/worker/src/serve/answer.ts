import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERROR_CODES } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { SECURITY_HEADERS } from '@ringmaster/rpc/http';

/** Gives nothing when it has answered itself. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Answer | Promise<Answer | undefined>;

/** Text as it is, everything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends the response; one that is a stream of lines already, with the answer as its last line. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: Answer,
): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : `${JSON.stringify(body)}\n`);
  if (response.headersSent) {
    response.end(bytes);
    return;
  }
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    // What is left of a body that was not read would be taken for the next request.
    ...((status >= 500 || !request.complete) && { connection: 'close' }),
    ...headers,
  });
  response.end(bytes);
}

/** Bugs of ours are logged. */
export function errorAnswer(caught: unknown, logger: Logger): Answer {
  const error = TrainError.from(caught);
  if (error.code === 'internal') logger.error(error.message, { stack: error.stack });
  const retryAfter = error.details?.['retryAfterSeconds'];
  return {
    status: ERROR_CODES[error.code].http,
    body: { error: error.view() },
    ...(typeof retryAfter === 'number' && { headers: { 'retry-after': String(retryAfter) } }),
  };
}
