import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { ERROR_CODES } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ArtifactStore } from '@ringmaster/training';

/** The four artifact routes over a real store and real sockets, with faults on demand. */
export interface ArtifactServer {
  readonly url: string;
  readonly requests: string[];
  /** Asked for each request before it is answered; true means that it took the request over. */
  fault: (request: IncomingMessage, response: ServerResponse) => boolean;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const TOKEN = 'artifact-token';

export async function artifactServer(store: ArtifactStore): Promise<ArtifactServer> {
  let server: Server;
  let port = 0;
  const requests: string[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    if (self.fault(request, response)) return;
    answer(store, request, response).catch((cause: unknown) => {
      const error = TrainError.from(cause);
      response.writeHead(ERROR_CODES[error.code].http, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: error.view() }));
    });
  };
  const self: ArtifactServer = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    requests,
    fault: () => false,
    start: async () => {
      server = createServer(handle).listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  await self.start();
  return self;
}

async function answer(
  store: ArtifactStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    throw new TrainError('unauthenticated', 'no such token');
  const url = new URL(request.url ?? '', 'http://x');
  const [, jobId = '', name] = /^\/v1\/jobs\/([^/]+)\/artifacts(?:\/(.+))?$/.exec(url.pathname) ?? [];
  const json = (value: unknown) => response.end(JSON.stringify(value));
  if (name === undefined) {
    json({ artifacts: await store.list(jobId, url.searchParams.get('prefix') ?? '') });
  } else if (request.method === 'PUT') {
    const sha256 = String(request.headers['x-content-sha256']);
    json(await store.put(jobId, decodeURIComponent(name), request as AsyncIterable<Uint8Array>, { sha256 }));
  } else if (request.method === 'DELETE') {
    json({ removed: await store.remove(jobId, decodeURIComponent(name)) });
  } else {
    const artifact = await store.get(jobId, decodeURIComponent(name));
    response.writeHead(200, { 'content-length': artifact.bytes, 'x-content-sha256': artifact.sha256 });
    await pipeline(artifact.stream, response);
  }
}
