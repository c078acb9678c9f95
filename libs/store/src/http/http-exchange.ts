import {
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  Agent as HttpAgent,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

export interface HttpCall {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** Called with so many bytes that went or came, together, whenever some did. */
  readonly onMoved?: (bytes: number) => void;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Sends one request on a kept-alive connection and reads the whole answer. Rejects with Node's own errors. */
export type HttpExchange = (call: HttpCall) => Promise<HttpAnswer>;

/** Bodies leave in pieces, so that a slow but moving transfer does not look like one that stands still. */
const PIECE_BYTES = 256 * 1024;

/** Deadlines: `LIMITS.connectMs` until connected, `LIMITS.artifactIdleMs` without a byte in either direction. */
export function httpExchange(ca?: string): HttpExchange {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 4 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 4, ...(ca !== undefined && { ca }) }),
  };
  return (call) =>
    new Promise((resolve, reject) => {
      const { url, method, signal } = call;
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const agent = url.protocol === 'https:' ? agents['https:'] : agents['http:'];
      const headers = { ...call.headers, ...(call.body && { 'content-length': call.body.byteLength }) };
      const request = send(url, { method, headers, agent, signal });
      watchTime(request, reject);
      request.on('error', reject);
      request.on('response', (response) => {
        readWhole(response, call.onMoved).then(resolve, reject);
      });
      sendBody(request, call).catch(() => undefined);
    });
}

function watchTime(request: ClientRequest, reject: (cause: Error) => void): void {
  const giveUp = (text: string) => {
    const error = new TrainError('unavailable', text);
    reject(error);
    request.destroy(error);
  };
  const connecting = setTimeout(
    () => giveUp(`not connected within ${LIMITS.connectMs} ms`),
    LIMITS.connectMs,
  );
  request.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => clearTimeout(connecting));
    else clearTimeout(connecting);
  });
  request.on('close', () => clearTimeout(connecting));
  request.setTimeout(LIMITS.artifactIdleMs, () => giveUp(`nothing moved for ${LIMITS.artifactIdleMs} ms`));
}

async function sendBody(request: ClientRequest, { body, onMoved }: HttpCall): Promise<void> {
  for (let at = 0; body && at < body.byteLength; at += PIECE_BYTES) {
    if (request.destroyed || request.writableEnded) return;
    if (!request.write(body.subarray(at, at + PIECE_BYTES))) await roomOrEnd(request);
    if (!request.destroyed) onMoved?.(Math.min(at + PIECE_BYTES, body.byteLength));
  }
  request.end();
}

const roomOrEnd = (request: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      request.off('drain', go);
      request.off('close', go);
      resolve();
    };
    request.on('drain', go);
    request.on('close', go);
  });

async function readWhole(response: IncomingMessage, onMoved: HttpCall['onMoved']): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    onMoved?.((bytes += (chunk as Buffer).length));
  }
  const body = Buffer.concat(chunks);
  const announced = Number(response.headers['content-length'] ?? body.length);
  if (!response.complete || body.length !== announced)
    throw new TrainError('unavailable', `the answer broke off after ${body.length} of ${announced} bytes`);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}
