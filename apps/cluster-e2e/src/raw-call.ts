import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface RawCall {
  /** Default GET. */
  readonly method?: string | undefined;
  /** Sent as it is: nobody resolves its `..`. Default: the one of the URL. */
  readonly path?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly agent?: Agent | undefined;
  /** PEM of the authority that is trusted, for https. */
  readonly ca?: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** What `fetch` lets nobody send: any method, any Host, a path that leads upwards. @throws Error without an answer within 15 s */
export function rawCall(
  url: string,
  { method = 'GET', path, headers, body, agent, ca }: RawCall = {},
): Promise<RawAnswer> {
  const options = {
    method,
    timeout: CALL_MS,
    headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    ...(path !== undefined && { path }),
    ...(agent !== undefined && { agent }),
    ...(ca !== undefined && { ca }),
  };
  return new Promise((resolve, reject) => {
    const call = (url.startsWith('https:') ? requestHttps : requestHttp)(url, options, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${url} had no answer within ${CALL_MS} ms`)));
    call.on('error', reject);
    call.end(body);
  });
}

const CALL_MS = 15_000;
