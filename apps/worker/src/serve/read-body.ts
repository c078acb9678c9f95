import type { IncomingMessage } from 'node:http';
import { TrainError } from '@ringmaster/core';

/**
 * A request's body as text, counted while it comes.
 * @throws TrainError `too_large` | `invalid` when it is no JSON by its type, or no UTF-8 | `cancelled` when it breaks off
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new TrainError('invalid', `content-type "${type}": send application/json`);
  const tooLarge = () => new TrainError('too_large', `the body is larger than ${limit} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > limit) throw tooLarge();
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof TrainError ? cause : new TrainError('cancelled', 'the body broke off', { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch (cause) {
    throw new TrainError('invalid', 'the body is not UTF-8', { cause });
  }
}
