import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { TrainError } from '@ringmaster/core';
import { type ArtifactStore, fileArtifacts } from '@ringmaster/store';

/** The artifact routes of the HTTP API over real files, for one token. */
export interface ArtifactServer {
  readonly url: string;
  readonly artifacts: ArtifactStore;
  close(): Promise<void>;
}

export async function artifactServer(dir: string, token: string): Promise<ArtifactServer> {
  const artifacts = fileArtifacts(dir);
  const server = createServer((request, response) => {
    answer(request, response, { artifacts, token }).catch((error: unknown) => {
      const { code, message } = TrainError.from(error);
      response.writeHead(code === 'not_found' ? 404 : 500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code, message } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    artifacts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await artifacts.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { artifacts, token }: { artifacts: ArtifactStore; token: string },
): Promise<void> {
  if (request.headers.authorization !== `Bearer ${token}`)
    throw new TrainError('unauthenticated', 'no token');
  const url = new URL(request.url ?? '/', 'http://server');
  const [, jobId, name] =
    /^\/v1\/jobs\/([^/]+)\/artifacts(?:\/(.*))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
  if (jobId === undefined) throw new TrainError('not_found', `no route ${url.pathname}`);
  if (request.method === 'PUT' && name) {
    const sha256 = request.headers['x-content-sha256'];
    const info = await artifacts.put(jobId, name, request, typeof sha256 === 'string' ? { sha256 } : {});
    return void response.writeHead(201).end(JSON.stringify(info));
  }
  if (request.method === 'DELETE' && name) {
    await artifacts.remove(jobId, name);
    return void response.writeHead(204).end();
  }
  if (name) {
    const { stream, sha256, bytes } = await artifacts.get(jobId, name);
    response.writeHead(200, { 'x-content-sha256': sha256, 'content-length': bytes });
    return pipeline(stream, response);
  }
  const found = await artifacts.list(jobId, url.searchParams.get('prefix') ?? '');
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ artifacts: found }));
}
